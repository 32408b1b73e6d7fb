// SPDX-FileCopyrightText: 2026 OpenRouter Sign-in contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "guifixture.h"

#include "core/settings/proxy.h"
#include "gui/style/style.h"
#include "gui/widgets/messagebar.h"

#include <QAbstractButton>
#include <QApplication>
#include <QClipboard>
#include <QDialog>
#include <QLabel>
#include <QLineEdit>
#include <QMenu>
#include <QScrollArea>
#include <QStackedLayout>

using namespace Qt::StringLiterals;
using namespace SignIn;

namespace {

QString settingsFolder()
{
    static const QTemporaryDir folder;
    return folder.path();
}

} // namespace

void GuiFixture::useOwnSettings()
{
    QSettings::setPath(QSettings::IniFormat, QSettings::UserScope, settingsFolder() + "/user"_L1);
    QSettings::setPath(QSettings::IniFormat, QSettings::SystemScope,
                       settingsFolder() + "/system"_L1);
    QApplication::setStyle(new Style);
    QGuiApplication::setQuitOnLastWindowClosed(false);
}

GuiFixture::GuiFixture()
{
    settings = std::make_unique<Settings>();
    settings->store().clear();
    settings->setKeyLabel(u"work-laptop"_s);
    // The browser of the tests takes authorization links, also where other people are logged in.
    settings->store().setValue(u"signin/startLink"_s, u"never"_s);
    QGuiApplication::clipboard()->clear();
    if (!fake.listen())
        qFatal("the fake server cannot listen");
    fake.setUserId(u"user_test"_s);
    qputenv("OPENROUTER_BASE_URL", fake.baseUrl().toEncoded());
    browser = std::make_unique<TestBrowser>(&fake);
}

GuiFixture::~GuiFixture()
{
    stop();
    qunsetenv("OPENROUTER_BASE_URL");
}

void GuiFixture::start()
{
    stop();
    network = std::make_unique<QNetworkAccessManager>();
    settings = std::make_unique<Settings>();
    applyProxy(settings->proxy(), network.get());
    index = std::make_unique<KeyList>(folder.filePath(u"keys.json"_s));
    session = std::make_unique<SessionStore>();
    vault = std::make_unique<KeyVault>(index.get(), &keychain, session.get(), &clock, &pass);
    checker = std::make_unique<KeyStatusChecker>(vault.get(), network.get(), &clock);
    opener = std::make_unique<DesktopUrlOpener>();
    clipboard = std::make_unique<SecretClipboard>(QGuiApplication::clipboard(),
                                                  settings->clipboardTime(), &clock);
    window = std::make_unique<MainWindow>(services());
    QObject::connect(window.get(), &MainWindow::quitReady, window.get(), [this] { ++quits; });
    vault->recover();
    window->show();
    window->activateWindow();
    if (!QTest::qWaitForWindowActive(window.get()))
        qFatal("the window does not become active");
}

void GuiFixture::stop()
{
    window.reset();
    clipboard.reset();
    opener.reset();
    checker.reset();
    vault.reset();
    session.reset();
    index.reset();
    network.reset();
}

Services GuiFixture::services()
{
    Services result;
    result.index = index.get();
    result.vault = vault.get();
    result.pass = &pass;
    result.checker = checker.get();
    result.settings = settings.get();
    result.network = network.get();
    result.opener = opener.get();
    result.receiver = &receiver;
    result.clipboard = clipboard.get();
    result.clock = &clock;
    result.queryKeychain = [this](QObject *context, auto handler) {
        QMetaObject::invokeMethod(
            context, [this, handler] { handler(keychainService); }, Qt::QueuedConnection);
    };
    return result;
}

QString GuiFixture::addKey(const QString &label, const FakeOpenRouter::KeyRecord &record)
{
    const QByteArray bytes = fake.makeKey(record);
    const auto key = OpenRouterAuth::ApiKey::fromBytes(bytes);
    StoredKey entry;
    entry.id = StoredKey::generateId();
    entry.server = *OpenRouterAuth::Server::fromBaseUrl(fake.baseUrl());
    entry.label = label;
    entry.userId = u"user_test"_s;
    entry.created = clock.now();
    entry.keyHash = key->hash();
    entry.maskedKey = key->masked();
    entry.state = StoredKey::State::Stored;
    keychain.secrets.insert(keychainUser(entry.server, entry.id), key->secret());
    KeyList list(folder.filePath(u"keys.json"_s));
    const QString problem = list.modify([&entry](QList<StoredKey> &keys) {
        entry.isDefault = keys.isEmpty();
        keys += entry;
    });
    if (!problem.isEmpty())
        qFatal("%s", qPrintable(problem));
    return entry.id;
}

void GuiFixture::addUnfinished()
{
    StoredKey entry;
    entry.id = StoredKey::generateId();
    entry.server = *OpenRouterAuth::Server::fromBaseUrl(fake.baseUrl());
    entry.label = u"work-laptop"_s;
    entry.created = clock.now();
    KeyList list(folder.filePath(u"keys.json"_s));
    const QString problem = list.modify([&entry](QList<StoredKey> &keys) { keys += entry; });
    if (!problem.isEmpty())
        qFatal("%s", qPrintable(problem));
}

QWidget *GuiFixture::top() const
{
    const auto dialogs = window->findChildren<QDialog *>();
    for (QDialog *dialog : dialogs) {
        if (dialog->isVisible())
            return dialog;
    }
    return window->findChild<QStackedLayout *>()->currentWidget();
}

QString GuiFixture::page() const
{
    return window->findChild<QStackedLayout *>()->currentWidget()->objectName();
}

QString GuiFixture::heading() const
{
    return text(u"heading"_s);
}

QWidget *GuiFixture::findWidget(const QString &name, int nth) const
{
    const auto candidates = top()->findChildren<QWidget *>(name);
    for (QWidget *widget : candidates) {
        if (widget->isVisible() && nth-- == 0)
            return widget;
    }
    return nullptr;
}

QString GuiFixture::text(const QString &name, int nth) const
{
    QWidget *widget = findWidget(name, nth);
    if (const auto *label = qobject_cast<QLabel *>(widget))
        return label->text();
    if (const auto *notice = qobject_cast<MessageBar *>(widget))
        return notice->text();
    if (const auto *button = qobject_cast<QAbstractButton *>(widget))
        return button->text();
    if (const auto *field = qobject_cast<QLineEdit *>(widget))
        return field->text();
    return {};
}

bool GuiFixture::says(const QString &text) const
{
    const auto labels = top()->findChildren<QLabel *>();
    return std::any_of(labels.begin(), labels.end(), [&text](const QLabel *label) {
        return label->isVisible() && label->text().contains(text);
    });
}

bool GuiFixture::click(const QString &name, int nth)
{
    auto *button = find<QAbstractButton>(name, nth);
    if (!button || !button->isEnabled())
        return false;
    if (auto *area = qobject_cast<QScrollArea *>(top()))
        area->ensureWidgetVisible(button);
    QTest::mouseClick(button, Qt::LeftButton);
    return true;
}

bool GuiFixture::type(const QString &name, const QString &text)
{
    auto *field = find<QLineEdit>(name);
    if (!field || !field->isEnabled())
        return false;
    field->setFocus();
    field->selectAll();
    QTest::keyClick(field, Qt::Key_Delete);
    for (const QChar c : text) {
        // QTest knows the keys of ASCII letters only and ends the program at any other.
        if (c.unicode() < 128)
            QTest::keyClick(field, c.toLatin1());
        else
            QTest::sendKeyEvent(QTest::Click, field, Qt::Key_unknown, QString(c), Qt::NoModifier);
    }
    return field->text() == text;
}

void GuiFixture::key(Qt::Key key, Qt::KeyboardModifiers modifiers)
{
    QWidget *target = QApplication::focusWidget();
    QTest::keyClick(target ? target : window.get(), key, modifiers);
}

bool GuiFixture::choose(const QString &button, const QString &action, int nth)
{
    if (!click(button, nth))
        return false;
    auto *menu = qobject_cast<QMenu *>(QApplication::activePopupWidget());
    if (!menu)
        return false;
    for (QAction *each : menu->actions()) {
        if (each->objectName() == action && each->isVisible() && each->isEnabled()) {
            // By keys: a click without moving the mouse belongs to the one that opened the menu.
            for (qsizetype i = 0; i < menu->actions().size() && menu->activeAction() != each; ++i)
                QTest::keyClick(menu, Qt::Key_Down);
            QTest::keyClick(menu, Qt::Key_Return);
            return true;
        }
    }
    menu->close();
    return false;
}

bool GuiFixture::enterExistingKey(const QByteArray &key)
{
    if (page() == "keysPage"_L1 && !click(u"addButton"_s))
        return false;
    return click(u"existingKeyButton"_s) && type(u"keyField"_s, QString::fromLatin1(key))
           && click(u"useKeyButton"_s);
}

QString GuiFixture::clipboardText()
{
    return QGuiApplication::clipboard()->text();
}
