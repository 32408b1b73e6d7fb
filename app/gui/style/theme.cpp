// SPDX-FileCopyrightText: 2026 OpenRouter Sign-in contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "theme.h"

#include <algorithm>
#include <cmath>

namespace SignIn {

namespace {

constexpr double MinimumContrast = 4.5;

double luminance(const QColor &color)
{
    const auto linear = [](double channel) {
        return channel <= 0.04045 ? channel / 12.92 : std::pow((channel + 0.055) / 1.055, 2.4);
    };
    return 0.2126 * linear(color.redF()) + 0.7152 * linear(color.greenF())
           + 0.0722 * linear(color.blueF());
}

/// \a color, moved towards \a text until it can be read on all of \a grounds.
QColor readable(QColor color, const QColor &text, std::initializer_list<QColor> grounds)
{
    const auto isReadable = [&] {
        return std::all_of(grounds.begin(), grounds.end(), [&](const QColor &ground) {
            return contrast(color, ground) >= MinimumContrast;
        });
    };
    for (int step = 0; step < 20 && !isReadable(); ++step)
        color = mix(color, text, 0.1);
    return color;
}

bool isHighContrast(const QPalette &palette)
{
    const QColor window = palette.color(QPalette::Active, QPalette::Window);
    const QColor base = palette.color(QPalette::Active, QPalette::Base);
    const QColor text = palette.color(QPalette::Active, QPalette::Text);
    if (window.rgb() != base.rgb())
        return false;
    if (base.rgb() == QColor(Qt::white).rgb())
        return text.rgb() == QColor(Qt::black).rgb();
    return base.rgb() == QColor(Qt::black).rgb() && contrast(base, text) > 12;
}

Theme makeTheme(const QPalette &palette)
{
    Theme theme;
    theme.highContrast = isHighContrast(palette);
    theme.background = palette.color(QPalette::Active, QPalette::Base);
    theme.text = palette.color(QPalette::Active, QPalette::Text);
    theme.dark = luminance(theme.background) < luminance(theme.text);
    const QColor highlight = palette.color(QPalette::Active, QPalette::Highlight);

    if (theme.highContrast) {
        theme.card = theme.background;
        theme.line = theme.text;
        theme.soft = theme.text;
        theme.good = theme.text;
        theme.caution = theme.text;
        theme.bad = theme.text;
        theme.goodBackground = theme.background;
        theme.cautionBackground = theme.background;
        theme.badBackground = theme.background;
        theme.bar = theme.background;
        theme.fill = theme.text;
        theme.primary = theme.text;
        theme.onPrimary = theme.background;
        theme.focus = contrast(highlight, theme.background) >= 3 ? highlight : theme.text;
        return theme;
    }

    // Pure black on white, or below it, is what a desktop without an opinion says. It must not come
    // out of palette() either, for there it would count as high contrast.
    constexpr QRgb NearlyBlack = 0xff18181b;
    if (theme.text.rgb() == QColor(Qt::black).rgb())
        theme.text = QColor(NearlyBlack);
    if (theme.background.rgb() == QColor(Qt::black).rgb())
        theme.background = QColor(NearlyBlack);
    if (contrast(theme.text, theme.background) < MinimumContrast)
        theme.text = theme.dark ? Qt::white : Qt::black;

    theme.card = mix(theme.background, theme.text, theme.dark ? 0.05 : 0.022);
    theme.line = mix(theme.background, theme.text, theme.dark ? 0.18 : 0.12);
    theme.bar = theme.line;
    theme.fill = mix(theme.background, theme.text, 0.83);
    theme.soft = readable(mix(theme.background, theme.text, 0.61), theme.text,
                          {theme.background, theme.card});
    theme.primary = theme.text;
    theme.onPrimary = theme.background;

    const QColor good = theme.dark ? QColor(0x4a, 0xde, 0x80) : QColor(0x15, 0x80, 0x3d);
    const QColor caution = theme.dark ? QColor(0xfb, 0xbf, 0x24) : QColor(0xb4, 0x53, 0x09);
    const QColor amber(0xf5, 0x9e, 0x0b);
    const QColor bad = theme.dark ? QColor(0xf8, 0x71, 0x71) : QColor(0xb9, 0x1c, 0x1c);
    theme.goodBackground = mix(theme.background, good, theme.dark ? 0.11 : 0.06);
    theme.cautionBackground = mix(theme.background, amber, theme.dark ? 0.11 : 0.12);
    theme.badBackground = mix(theme.background, bad, theme.dark ? 0.1 : 0.06);
    theme.good = readable(good, theme.text, {theme.goodBackground, theme.card});
    theme.caution = readable(caution, theme.text, {theme.cautionBackground, theme.card});
    theme.bad = readable(bad, theme.text, {theme.badBackground, theme.card});

    // The desktop's accent, unless it is the one that Qt invents where there is none.
    const QColor inventedAccent(0x30, 0x8c, 0xc6);
    const bool hasAccent = highlight.rgb() != inventedAccent.rgb() && highlight.saturation() > 60
                           && contrast(highlight, theme.background) >= 3;
    if (hasAccent)
        theme.focus = highlight;
    else
        theme.focus = theme.dark ? QColor(0x81, 0x8c, 0xf8) : QColor(0x63, 0x66, 0xf1);
    return theme;
}

} // namespace

double contrast(const QColor &first, const QColor &second)
{
    const double one = luminance(first) + 0.05;
    const double two = luminance(second) + 0.05;
    return one > two ? one / two : two / one;
}

QColor mix(const QColor &under, const QColor &over, double share)
{
    const auto channel = [share](double low, double high) {
        return static_cast<float>(low + (high - low) * share);
    };
    return QColor::fromRgbF(channel(under.redF(), over.redF()),
                            channel(under.greenF(), over.greenF()),
                            channel(under.blueF(), over.blueF()));
}

ToneColors Theme::colors(Tone tone) const
{
    const QColor border = highContrast ? text : QColor();
    switch (tone) {
    case Tone::Neutral:
        return {mix(background, text, highContrast ? 0 : 0.07), text, border};
    case Tone::Good:
        return {goodBackground, good, border};
    case Tone::Caution:
        return {cautionBackground, caution, border};
    case Tone::Bad:
        return {badBackground, bad, border};
    case Tone::Primary:
        return {primary, onPrimary, border};
    }
    Q_UNREACHABLE();
}

const Theme &Theme::of(const QPalette &palette)
{
    struct Key
    {
        QRgb window = 0;
        QRgb base = 0;
        QRgb text = 0;
        QRgb highlight = 0;
        bool operator==(const Key &) const = default;
    };
    static Key lastKey;
    static Theme last;

    const auto rgb = [&](QPalette::ColorRole role) {
        return palette.color(QPalette::Active, role).rgb();
    };
    const Key key{rgb(QPalette::Window), rgb(QPalette::Base), rgb(QPalette::Text),
                  rgb(QPalette::Highlight)};
    if (!last.text.isValid() || !(key == lastKey)) {
        last = makeTheme(palette);
        lastKey = key;
    }
    return last;
}

QPalette Theme::palette(const QPalette &palette) const
{
    QPalette result = palette;
    for (const QPalette::ColorRole role :
         {QPalette::Window, QPalette::Base, QPalette::Button, QPalette::ToolTipBase})
        result.setColor(role, background);
    for (const QPalette::ColorRole role :
         {QPalette::WindowText, QPalette::Text, QPalette::ButtonText, QPalette::ToolTipText})
        result.setColor(role, text);
    result.setColor(QPalette::AlternateBase, card);
    result.setColor(QPalette::PlaceholderText, soft);
    result.setColor(QPalette::Mid, line);
    result.setColor(QPalette::Link, text);
    for (const QPalette::ColorRole role :
         {QPalette::WindowText, QPalette::Text, QPalette::ButtonText})
        result.setColor(QPalette::Disabled, role, mix(background, text, highContrast ? 0.7 : 0.45));
    result.setColor(QPalette::Highlight, focus);
    result.setColor(QPalette::HighlightedText,
                    contrast(focus, background) > contrast(focus, text) ? background : text);
    return result;
}

} // namespace SignIn
