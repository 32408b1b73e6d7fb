// SPDX-FileCopyrightText: 2026 OpenRouter Sign-in contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QNetworkAccessManager>
#include <QObject>
#include <QUrl>

class FakeOpenRouter;

/// The desktop's browser, and the person in front of it. Takes every web page that is opened with
/// QDesktopServices, and follows redirects over real sockets.
class TestBrowser : public QObject
{
    Q_OBJECT

public:
    enum class Person {
        Approves,
        Denies,
        Hesitates, ///< Looks at the authorization page and presses nothing.
    };

    /// \a fake shows the authorization pages.
    explicit TestBrowser(FakeOpenRouter *fake);
    ~TestBrowser() override;

    /// False: the desktop knows no browser any more.
    void setInstalled(bool installed);

    Person person = Person::Approves;

    /// Another name of the fake server's computer, https and without a port.
    QString alias;

    /// Everything that was opened.
    QList<QUrl> opened;

    /// Presses Authorize on a page that was opened before, or at the address \a link.
    void approve(const QUrl &link);

    /// Goes to an address as if a page had sent it there.
    void visit(const QUrl &url);

    /// The last page that came whole, and how many did.
    QByteArray page;
    int status = 0;
    int pages = 0;

public Q_SLOTS:
    void open(const QUrl &url);

private:
    FakeOpenRouter *m_fake;
    QNetworkAccessManager m_network;
};
