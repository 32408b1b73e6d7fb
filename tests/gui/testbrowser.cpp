// SPDX-FileCopyrightText: 2026 OpenRouter Sign-in contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "testbrowser.h"

#include "fakeopenrouter.h"

#include <QDesktopServices>
#include <QNetworkProxy>
#include <QNetworkReply>
#include <QNetworkRequest>

using namespace Qt::StringLiterals;

TestBrowser::TestBrowser(FakeOpenRouter *fake)
    : m_fake(fake)
{
    m_network.setProxy(QNetworkProxy::NoProxy);
    setInstalled(true);
}

TestBrowser::~TestBrowser()
{
    setInstalled(false);
}

void TestBrowser::setInstalled(bool installed)
{
    for (const QString &scheme : {u"http"_s, u"https"_s}) {
        if (installed)
            QDesktopServices::setUrlHandler(scheme, this, "open");
        else
            QDesktopServices::unsetUrlHandler(scheme);
    }
}

void TestBrowser::open(const QUrl &url)
{
    opened += url;
    if (url.path() != "/auth"_L1 || person == Person::Hesitates)
        return;
    // A browser is a process of its own: it comes when the event loop goes on.
    QMetaObject::invokeMethod(
        this,
        [this, url] {
            if (person == Person::Approves)
                approve(url);
            else
                visit(m_fake->deny(url));
        },
        Qt::QueuedConnection);
}

void TestBrowser::approve(const QUrl &link)
{
    QUrl authorization = link;
    if (!alias.isEmpty() && authorization.authority() == alias) {
        authorization.setScheme(m_fake->origin().scheme());
        authorization.setAuthority(m_fake->origin().authority());
    }
    visit(m_fake->authorize(authorization));
}

void TestBrowser::visit(const QUrl &url)
{
    QNetworkRequest request(url);
    request.setHeader(QNetworkRequest::UserAgentHeader, u"Mozilla/5.0 (test)"_s);
    request.setRawHeader("Sec-Fetch-Dest", "document");
    QNetworkReply *reply = m_network.get(request);
    connect(reply, &QNetworkReply::finished, this, [this, reply] {
        reply->deleteLater();
        status = reply->attribute(QNetworkRequest::HttpStatusCodeAttribute).toInt();
        page = reply->readAll();
        ++pages;
    });
}
