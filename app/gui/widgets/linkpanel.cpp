// SPDX-FileCopyrightText: 2026 OpenRouter Sign-in contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "linkpanel.h"

#include "button.h"
#include "gui/style/metrics.h"
#include "linkfield.h"
#include "textlabel.h"

#include <QVBoxLayout>

namespace SignIn {

using namespace Qt::StringLiterals;

LinkPanel::LinkPanel(QWidget *parent)
    : Group(parent)
    , m_caption(new TextLabel({}, TextSize::Note, TextLabel::Tone::Soft))
    , m_link(new LinkField)
    , m_openBrowser(new Button(QString()))
    , m_enterCode(new Button(tr("&Enter code")))
{
    m_link->setObjectName(u"linkField"_s);
    m_openBrowser->setObjectName(u"openBrowserButton"_s);
    m_enterCode->setObjectName(u"enterCodeButton"_s);
    auto *copy = new Button(tr("Copy &link"));
    copy->setObjectName(u"copyLinkButton"_s);
    connect(copy, &Button::clicked, this, [this] {
        m_link->copyUrl();
        Q_EMIT copied();
    });
    connect(m_openBrowser, &Button::clicked, this, &LinkPanel::openRequested);
    connect(m_enterCode, &Button::clicked, this, &LinkPanel::codeRequested);

    auto *linkRow = new QHBoxLayout;
    linkRow->setSpacing(Metrics::Unit);
    linkRow->addWidget(m_link, 1);
    linkRow->addWidget(copy);
    auto *buttonRow = new QHBoxLayout;
    buttonRow->setSpacing(Metrics::Unit);
    buttonRow->addWidget(m_openBrowser, 1);
    buttonRow->addWidget(m_enterCode, 1);
    content()->setSpacing(Metrics::Gap);
    content()->addWidget(m_caption);
    content()->addLayout(linkRow);
    content()->addLayout(buttonRow);
    setTabOrder(m_link, copy);
    setTabOrder(copy, m_openBrowser);
    setTabOrder(m_openBrowser, m_enterCode);
    setCodeMode(false);
}

void LinkPanel::setUrl(const QUrl &url)
{
    m_link->setUrl(url);
}

void LinkPanel::setCodeMode(bool isCode)
{
    m_caption->setText(isCode ? tr("Open this link here or on another device:")
                              : tr("Nothing opened? Use this link:"));
    m_openBrowser->setLabel(isCode ? tr("Open &browser") : tr("Open &browser again"));
    m_enterCode->setVisible(!isCode);
}

} // namespace SignIn
