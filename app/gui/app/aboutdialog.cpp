// SPDX-FileCopyrightText: 2026 OpenRouter Sign-in contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "aboutdialog.h"

#include "core/identity.h"
#include "core/platform/urlopener.h"
#include "diagnostics.h"
#include "gui/style/metrics.h"
#include "gui/style/theme.h"
#include "gui/widgets/button.h"
#include "gui/widgets/card.h"
#include "gui/widgets/messagebar.h"
#include "gui/widgets/statusicon.h"
#include "gui/widgets/textlabel.h"

#include <QClipboard>
#include <QGuiApplication>
#include <QUrl>
#include <QVBoxLayout>

namespace SignIn {

using namespace Qt::StringLiterals;

AboutDialog::AboutDialog(const Services &services, QWidget *parent)
    : QDialog(parent)
    , m_services(services)
    , m_copy(new Button(tr("Copy &diagnostics")))
    , m_notice(new MessageBar)
{
    setObjectName(u"aboutDialog"_s);
    setWindowTitle(tr("About %1").arg(Identity::ApplicationName));

    auto *name = new TextLabel(Identity::ApplicationName.toString(), TextSize::Heading);
    name->setAlignment(Qt::AlignCenter);
    auto *version = new TextLabel(tr("Version %1").arg(Identity::Version), TextSize::Body,
                                  TextLabel::Tone::Soft);
    version->setObjectName(u"versionLabel"_s);
    version->setAlignment(Qt::AlignCenter);
    auto *vendor =
        new TextLabel(tr("© 2026 %1").arg(Identity::Vendor), TextSize::Note, TextLabel::Tone::Soft);
    vendor->setAlignment(Qt::AlignCenter);

    auto *licenses = new Card;
    licenses->content()->setSpacing(Metrics::Unit);
    licenses->content()->addWidget(new TextLabel(tr("Licenses"), TextSize::Title));
    for (const QString &license : {
             tr("This program: GNU General Public License, version 3 or later"),
             tr("OpenRouterAuth, the library in it: MIT License"),
             tr("Qt: GNU Lesser General Public License, version 3; Qt Network Authorization: GNU "
                "General Public License, version 3"),
             tr("QtKeychain: BSD 3-Clause License"),
         }) {
        licenses->content()->addWidget(
            new TextLabel(license, TextSize::Note, TextLabel::Tone::Soft));
    }

    m_copy->setObjectName(u"copyDiagnosticsButton"_s);
    connect(m_copy, &Button::clicked, this, &AboutDialog::copyDiagnostics);
    auto *homepage = new Button(tr("&Website"));
    homepage->setObjectName(u"websiteButton"_s);
    homepage->setTrailingGlyph(Glyph::External);
    homepage->setAccessibleDescription(Identity::Homepage.toString());
    connect(homepage, &Button::clicked, this,
            [this] { m_services.opener->open(QUrl(Identity::Homepage.toString())); });
    auto *close = new Button(tr("&Close"), Button::Look::Primary);
    close->setObjectName(u"closeButton"_s);
    close->setDefault(true);
    connect(close, &Button::clicked, this, &QDialog::accept);

    auto *others = new QHBoxLayout;
    others->setSpacing(Metrics::Unit);
    others->addWidget(m_copy, 1);
    others->addWidget(homepage, 1);

    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(Metrics::PageMargin, Metrics::PageMargin, Metrics::PageMargin,
                               Metrics::PageMargin);
    layout->setSpacing(Metrics::Gap);
    layout->addWidget(new StatusIcon(Glyph::Logo, StatusIcon::Tone::Primary), 0, Qt::AlignHCenter);
    auto *names = new QVBoxLayout;
    names->setSpacing(Metrics::Unit / 2);
    names->addWidget(name);
    names->addWidget(version);
    names->addWidget(vendor);
    layout->addLayout(names);
    layout->addWidget(licenses);
    layout->addWidget(m_notice);
    layout->addLayout(others);
    layout->addWidget(close);
    layout->setSizeConstraint(QLayout::SetMinimumSize);
    setMinimumWidth(400);
    close->setFocus();
}

void AboutDialog::copyDiagnostics()
{
    m_copy->setEnabled(false);
    m_services.queryKeychain(this, [this](const KeychainStatus &keychain) {
        QGuiApplication::clipboard()->setText(diagnostics(m_services, keychain));
        m_copy->setEnabled(true);
        m_copy->setFocus();
        m_notice->show(tr("Copied. There is nothing secret in it."), MessageBar::Tone::Good);
    });
}

} // namespace SignIn
