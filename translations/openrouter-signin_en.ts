<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="en" sourcelanguage="en">
<context>
    <name>OpenRouterAuth::AuthorizationRequest</name>
    <message numerus="yes">
        <source>The key label is longer than %n character(s).</source>
        <translation>
            <numerusform>The key label is longer than %n character.</numerusform>
            <numerusform>The key label is longer than %n characters.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>OpenRouterAuth::Error</name>
    <message numerus="yes">
        <source>The server has had too many requests and asks to wait %n second(s).</source>
        <translation>
            <numerusform>The server has had too many requests and asks to wait %n second.</numerusform>
            <numerusform>The server has had too many requests and asks to wait %n seconds.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>The server has a problem of its own and asks to wait %n second(s).</source>
        <translation>
            <numerusform>The server has a problem of its own and asks to wait %n second.</numerusform>
            <numerusform>The server has a problem of its own and asks to wait %n seconds.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>SignIn::ClipboardNotice</name>
    <message numerus="yes">
        <source>Copied. Cleared from the clipboard in %n s.</source>
        <comment>time left in seconds</comment>
        <translation>
            <numerusform>Copied. Cleared from the clipboard in %n s.</numerusform>
            <numerusform>Copied. Cleared from the clipboard in %n s.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>SignIn::CloseGuard</name>
    <message numerus="yes">
        <source>%n key(s) are kept only for this session.</source>
        <translation>
            <numerusform>%n key is kept only for this session.</numerusform>
            <numerusform>%n keys are kept only for this session.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>SignIn::DoctorCommand</name>
    <message numerus="yes">
        <source>%n sign-in(s) ended before the key was saved</source>
        <translation>
            <numerusform>%n sign-in ended before its key was saved</numerusform>
            <numerusform>%n sign-ins ended before their keys were saved</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n key(s)</source>
        <translation>
            <numerusform>%n key</numerusform>
            <numerusform>%n keys</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>differs from the server&apos;s by %n second(s)</source>
        <translation>
            <numerusform>differs from the server&apos;s by %n second</numerusform>
            <numerusform>differs from the server&apos;s by %n seconds</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>SignIn::Failure</name>
    <message numerus="yes">
        <source>Try again in %n second(s).</source>
        <extracomment>How long to wait before trying again.</extracomment>
        <translation>
            <numerusform>Try again in %n second.</numerusform>
            <numerusform>Try again in %n seconds.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>SignIn::KeyWarning</name>
    <message numerus="yes">
        <source>This key expires in %n hour(s).</source>
        <translation>
            <numerusform>This key expires in %n hour.</numerusform>
            <numerusform>This key expires in %n hours.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>This key expires in %n day(s).</source>
        <translation>
            <numerusform>This key expires in %n day.</numerusform>
            <numerusform>This key expires in %n days.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>This key is %n day(s) old and due to be renewed.</source>
        <translation>
            <numerusform>This key is %n day old and due to be renewed.</numerusform>
            <numerusform>This key is %n days old and due to be renewed.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n free request(s) of %1 left today.</source>
        <comment>%1 is how many there are each day</comment>
        <translation>
            <numerusform>%n free request of %1 left today.</numerusform>
            <numerusform>%n free requests of %1 left today.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>SignIn::Navigator</name>
    <message numerus="yes">
        <source>%n key(s) came back from your keychain.</source>
        <translation>
            <numerusform>%n key came back from your keychain.</numerusform>
            <numerusform>%n keys came back from your keychain.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>SignIn::OptionsPage</name>
    <message numerus="yes">
        <source>A label has at most %n characters.</source>
        <translation>
            <numerusform>A label has at most %n character.</numerusform>
            <numerusform>A label has at most %n characters.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>SignIn::RenamePage</name>
    <message numerus="yes">
        <source>A label has at most %n characters.</source>
        <translation>
            <numerusform>A label has at most %n character.</numerusform>
            <numerusform>A label has at most %n characters.</numerusform>
        </translation>
    </message>
</context>
</TS>
