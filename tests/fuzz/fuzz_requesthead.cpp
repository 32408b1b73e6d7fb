// SPDX-FileCopyrightText: 2026 OpenRouter Sign-in contributors
// SPDX-License-Identifier: GPL-3.0-or-later

// What a stranger sends to the loopback port. The first byte says how large the pieces are.

#include "core/loopback/redirect.h"
#include "core/loopback/requesthead.h"
#include "fuzzing.h"

using SignIn::Redirect;
using SignIn::RequestHead;
using Progress = RequestHead::Progress;

namespace {

bool isVisible(const QByteArray &text)
{
    return std::all_of(text.begin(), text.end(), [](char c) { return c >= 0x21 && c <= 0x7e; });
}

bool isSame(const RequestHead &left, const RequestHead &right)
{
    return left.progress() == right.progress() && left.refusalStatus() == right.refusalStatus()
           && left.method() == right.method() && left.path() == right.path()
           && left.host() == right.host() && left.origin() == right.origin()
           && left.fetchDest() == right.fetchDest() && left.fetchSite() == right.fetchSite()
           && left.isSpeculative() == right.isSpeculative();
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    if (size == 0)
        return 0;
    const qsizetype pieceSize = 1 + data[0];
    const QByteArray input = inputBytes(data + 1, size - 1);

    RequestHead head;
    head.feed(input);
    RequestHead inPieces;
    for (qsizetype i = 0; i < input.size(); i += pieceSize)
        inPieces.feed(QByteArrayView(input).sliced(i, std::min(pieceSize, input.size() - i)));
    const QByteArray query = head.takeQuery().toByteArray();
    require(isSame(head, inPieces) && inPieces.takeQuery().equals(query),
            "a head is the same in pieces of any size");

    require(head.path().size() + query.size() <= RequestHead::MaximumRequestLine,
            "no more than a line is kept");
    require(head.host().size() <= RequestHead::MaximumHeaderLine, "no more than a line is kept");
    if (head.progress() == Progress::Complete) {
        require(!head.method().isEmpty() && isVisible(head.method()), "a method is visible");
        require(head.path().startsWith('/') && isVisible(head.path() + query),
                "a target is an absolute path, all of it visible");
        if (const auto redirect = Redirect::fromQuery(query)) {
            const auto again = Redirect::fromQuery(redirect->toQuery());
            require(again && *again == *redirect, "a redirect is read as it is written");
            require(isCleanText(redirect->error) && isCleanText(redirect->errorDescription),
                    "the server's words are clean");
        }
    }

    const QByteArray filler(64 * 1024, 'a');
    for (qsizetype sent = 0; sent <= RequestHead::MaximumSize; sent += filler.size())
        head.feed(filler);
    require(head.progress() != Progress::Incomplete, "nothing is read forever");
    if (head.progress() == Progress::Refused) {
        const int status = head.refusalStatus();
        require(status == 400 || status == 414 || status == 431 || status == 505,
                "a refusal has its status");
    }
    return 0;
}
