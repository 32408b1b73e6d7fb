// SPDX-FileCopyrightText: 2026 OpenRouter Sign-in contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "pages.h"

#include <QCryptographicHash>

namespace Fake::Pages {

using namespace Qt::StringLiterals;

namespace {

QByteArray document(const QString &title, const QString &content)
{
    return u"<!DOCTYPE html>\n"
           "<html lang=\"en\"><head><meta charset=\"utf-8\">"
           "<meta name=\"viewport\" content=\"width=device-width\">"
           "<title>%1 | OpenRouter (test server)</title>"
           "<style>:root{color-scheme:light dark}"
           "body{font:16px/1.5 system-ui,sans-serif;max-width:34rem;margin:10vh auto;padding:0 "
           "1rem}"
           "form,p{margin:1rem 0}button{font:inherit;padding:.5rem 1.25rem;margin-right:.5rem}"
           "input{font:inherit;width:100%;box-sizing:border-box;padding:.4rem}"
           "#code{font:1.25rem monospace;user-select:all;overflow-wrap:anywhere}"
           "footer{opacity:.7;font-size:.85rem;margin-top:3rem}</style></head>"
           "<body><main>%2</main><footer>This is a test server, not openrouter.ai.</footer>"
           "</body></html>\n"_s.arg(title, content)
               .toUtf8();
}

QString hashOf(const KeyRecord &record)
{
    return QString::fromLatin1(
        QCryptographicHash::hash(record.key, QCryptographicHash::Sha256).toHex());
}

} // namespace

QByteArray authorization(const Authorization &authorization, const QByteArray &requestId)
{
    const QString app = authorization.callbackUrl ? authorization.callbackUrl->authority()
                                                  : u"An app without callback"_s;
    QString content = u"<h1>Authorize app</h1>"
                      "<p><strong id=\"app\">%1</strong> asks for an API key that is charged to "
                      "your account.</p>"_s.arg(app.toHtmlEscaped());
    if (!authorization.workspaceId.isEmpty()) {
        content += u"<p>Workspace: <span id=\"workspace\">%1</span>%2</p>"_s.arg(
            authorization.workspaceId.toHtmlEscaped(),
            authorization.workspaceIsRequired ? u" (required)"_s : QString());
    }
    if (authorization.limit) {
        content += u"<p>Credit limit: $<span id=\"limit\">%1</span></p>"_s.arg(
            QString::number(*authorization.limit));
    }
    content += u"<form method=\"post\" action=\"/auth/decision\">"
               "<input type=\"hidden\" name=\"request\" value=\"%1\">"
               "<p><label for=\"key-label\">Key label</label>"
               "<input id=\"key-label\" name=\"key_label\" value=\"%2\"></p>"
               "<button id=\"authorize\" name=\"decision\" value=\"authorize\">Authorize</button>"
               "<button id=\"deny\" name=\"decision\" value=\"deny\">Deny</button></form>"_s.arg(
                   QString::fromLatin1(requestId), authorization.effectiveLabel().toHtmlEscaped());
    return document(u"Authorize"_s, content);
}

QByteArray code(const QByteArray &code)
{
    return document(
        u"Your code"_s,
        u"<h1>Authorized</h1><p>Copy this code into the app that asked for it. It is "
        "valid for ten minutes.</p><p id=\"code\">%1</p>"_s.arg(QString::fromLatin1(code)));
}

QByteArray message(const QString &heading, const QString &text)
{
    return document(heading.toHtmlEscaped(), u"<h1>%1</h1><p id=\"message\">%2</p>"_s.arg(
                                                 heading.toHtmlEscaped(), text.toHtmlEscaped()));
}

QByteArray keys(const QList<const KeyRecord *> &records)
{
    QString content = u"<h1>API keys</h1><ul>"_s;
    for (const KeyRecord *record : records) {
        content += u"<li><a href=\"/keys/%1\">%2</a></li>"_s.arg(hashOf(*record),
                                                                 record->label.toHtmlEscaped());
    }
    return document(u"API keys"_s, content + "</ul>"_L1);
}

QByteArray key(const KeyRecord &record, const QByteArray &hash)
{
    const QString action =
        record.isRevoked
            ? u"<p id=\"message\">This key was revoked.</p>"_s
            : u"<form method=\"post\" action=\"/keys/%1/revoke\">"
              "<button id=\"revoke\">Revoke</button></form>"_s.arg(QString::fromLatin1(hash));
    return document(u"API key"_s, u"<h1>API key</h1><p id=\"key-label\">%1</p>%2"_s.arg(
                                      record.label.toHtmlEscaped(), action));
}

} // namespace Fake::Pages
