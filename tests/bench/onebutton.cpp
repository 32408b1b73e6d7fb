// SPDX-FileCopyrightText: 2026 OpenRouter Sign-in contributors
// SPDX-License-Identifier: GPL-3.0-or-later

// The least that a window can be: one button. With an address it also gets that once, and then says
// so on a line. What `openrouter-signin` is measured against.

#include <QApplication>
#include <QNetworkAccessManager>
#include <QNetworkReply>
#include <QNetworkRequest>
#include <QPushButton>

#include <cstdio>
#include <memory>

int main(int argc, char *argv[])
{
    QApplication application(argc, argv);
    QPushButton button(QStringLiteral("One button"));
    button.setWindowTitle(button.text());
    button.resize(400, 300);
    button.show();

    std::unique_ptr<QNetworkAccessManager> manager;
    if (argc > 1) {
        manager = std::make_unique<QNetworkAccessManager>();
        QNetworkReply *reply =
            manager->get(QNetworkRequest(QUrl(QCoreApplication::arguments().at(1))));
        QObject::connect(reply, &QNetworkReply::finished, &button, [reply] {
            const QVariant status = reply->attribute(QNetworkRequest::HttpStatusCodeAttribute);
            std::printf("got %d\n", status.toInt());
            std::fflush(stdout);
            reply->deleteLater();
        });
    }
    return QApplication::exec();
}
