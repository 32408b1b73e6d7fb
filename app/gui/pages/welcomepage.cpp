// SPDX-FileCopyrightText: 2026 OpenRouter Sign-in contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "welcomepage.h"

#include "core/keychain/passstatus.h"
#include "gui/app/texts.h"
#include "gui/style/fonts.h"
#include "gui/style/metrics.h"
#include "gui/widgets/button.h"
#include "gui/widgets/flowlayout.h"
#include "gui/widgets/menubutton.h"
#include "gui/widgets/messagebar.h"
#include "gui/widgets/statusicon.h"
#include "gui/widgets/textlabel.h"

#include <QVBoxLayout>

namespace SignIn {

using namespace Qt::StringLiterals;

WelcomePage::WelcomePage(QMenu *menu, QWidget *parent)
    : Page(u"welcomePage"_s, parent)
    , m_backButton(new Button(Glyph::Back, tr("Back"), Button::Look::Icon))
    , m_server(new TextLabel({}, TextSize::Body, TextLabel::Tone::Soft))
    , m_explanation(new TextLabel({}, TextSize::Body, TextLabel::Tone::Soft))
    , m_keychain(new TextLabel({}, TextSize::Note, TextLabel::Tone::Soft))
    , m_problem(new MessageBar)
{
    m_backButton->setObjectName(u"backButton"_s);
    connect(m_backButton, &Button::clicked, this, &WelcomePage::backRequested);
    auto *menuButton = new MenuButton(tr("Menu"), menu);
    menuButton->setObjectName(u"menuButton"_s);

    auto *picture = new StatusIcon(Glyph::Logo, StatusIcon::Tone::Primary);
    setHeading(tr("Your OpenRouter key,\none click away"));
    for (TextLabel *label : {heading(), m_explanation, m_server, m_keychain})
        label->setAlignment(Qt::AlignHCenter | Qt::AlignVCenter);
    m_server->setObjectName(u"serverLabel"_s);
    m_keychain->setObjectName(u"keychainLabel"_s);
    m_problem->setObjectName(u"problemNotice"_s);

    auto *signIn = new Button(tr("&Sign in with OpenRouter"), Button::Look::Primary);
    signIn->setObjectName(u"signInButton"_s);
    signIn->setSize(Button::Size::Big);
    signIn->setGlyph(Glyph::Logo);
    connect(signIn, &Button::clicked, this, &WelcomePage::signInRequested);
    setPrimary(signIn);
    setBack(m_backButton);

    const auto link = [this](const QString &label, const QString &name, auto signal) {
        auto *button = new Button(label, Button::Look::Link);
        button->setObjectName(name);
        button->setSize(Button::Size::Small);
        setTextFont(button, {TextSize::Body});
        connect(button, &Button::clicked, this, signal);
        return button;
    };

    auto *top = new QHBoxLayout;
    top->addWidget(m_backButton);
    top->addStretch();
    top->addWidget(menuButton);

    auto *links = new FlowLayout(Metrics::Gap);
    links->addWidget(
        link(tr("Use a &code instead"), u"useCodeButton"_s, &WelcomePage::codeRequested));
    links->addWidget(link(tr("Use an &existing key"), u"existingKeyButton"_s,
                          &WelcomePage::existingKeyRequested));
    auto *options = link(tr("&Options"), u"optionsButton"_s, &WelcomePage::optionsRequested);
    links->addWidget(options);

    content()->setContentsMargins(Metrics::PageMargin, Metrics::Gap, Metrics::PageMargin,
                                  Metrics::PageMargin);
    content()->addLayout(top);
    content()->addStretch(1);
    content()->addWidget(picture, 0, Qt::AlignHCenter);
    content()->addWidget(heading());
    // A little narrower than the page, so that its lines are of similar length.
    auto *narrow = new QHBoxLayout;
    narrow->setContentsMargins(Metrics::PageMargin, 0, Metrics::PageMargin, 0);
    narrow->addWidget(m_explanation);
    content()->addLayout(narrow);
    content()->addWidget(m_server);
    content()->addWidget(m_problem);
    content()->addSpacing(Metrics::Unit);
    content()->addWidget(signIn);
    content()->addLayout(links);
    content()->addStretch(2);
    content()->addWidget(m_keychain);

    // The first thing to do comes first, the menu in the corner last.
    setTabOrder(options, menuButton);
    setServer({});
    setStore(StoreChoice::Auto);
    setCanGoBack(false);
}

void WelcomePage::setServer(const OpenRouterAuth::Server &server)
{
    m_server->setVisible(!server.isOpenRouter());
    m_server->setText(tr("Server: %1").arg(Texts::isolated(Texts::plain(server.displayName()))));
}

void WelcomePage::setStore(StoreChoice store)
{
    switch (store) {
    case StoreChoice::Auto:
    case StoreChoice::Keychain:
        m_explanation->setText(tr("Approve in your browser. The key goes straight into your "
                                  "system's keychain and never into a file."));
        return;
    case StoreChoice::Pass: {
        const QString note = PassStatus::ofFiles().gitNote();
        m_explanation->setText(
            tr("Approve in your browser. The key goes straight into pass, encrypted for your GPG "
               "key.")
            + (note.isEmpty() ? note : u'\n' + note));
        return;
    }
    case StoreChoice::Memory:
        m_explanation->setText(tr("Approve in your browser. The key is kept until you close this "
                                  "program, and written nowhere."));
        return;
    }
}

void WelcomePage::setKeychainSummary(const QString &summary)
{
    m_keychain->setText(summary);
}

void WelcomePage::setProblem(const QString &problem)
{
    m_problem->show(problem, MessageBar::Tone::Bad);
}

void WelcomePage::setCanGoBack(bool can)
{
    m_backButton->setVisible(can);
}

} // namespace SignIn
