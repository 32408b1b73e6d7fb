// SPDX-FileCopyrightText: 2026 OpenRouter Sign-in contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <OpenRouterAuth/apikey.h>

#include <QWidget>

#include <optional>

namespace SignIn {

/// A key: masked, or whole for a short while.
///
/// The whole key is painted and cannot be selected: selecting would put it into the primary
/// selection of X11, which nobody clears.
class SecretView : public QWidget
{
    Q_OBJECT

public:
    explicit SecretView(QWidget *parent = nullptr);

    void setMasked(const QString &masked);

    /// Shows the whole key until conceal().
    void reveal(const OpenRouterAuth::ApiKey &key);
    void conceal();
    [[nodiscard]] bool isRevealed() const { return m_key.has_value(); }

    [[nodiscard]] QSize sizeHint() const override;
    [[nodiscard]] QSize minimumSizeHint() const override;
    [[nodiscard]] bool hasHeightForWidth() const override { return true; }
    [[nodiscard]] int heightForWidth(int width) const override;

protected:
    void paintEvent(QPaintEvent *event) override;
    void changeEvent(QEvent *event) override;

private:
    [[nodiscard]] QString shownText() const;
    void updateText();

    QString m_masked;
    mutable QSize m_sizeHint; ///< Invalid until it is asked for.
    std::optional<OpenRouterAuth::ApiKey> m_key;
};

} // namespace SignIn
