// SPDX-FileCopyrightText: 2026 OpenRouter Sign-in contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "peercheck.h"

#include <QFile>
#include <QHostAddress>
#include <QScopeGuard>
#include <QTcpSocket>

#include <linux/inet_diag.h>
#include <linux/netlink.h>
#include <linux/sock_diag.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include <array>
#include <cstring>
#include <optional>

namespace SignIn {

namespace {

struct Endpoint
{
    std::array<quint32, 4> address{}; // network byte order, as the kernel has it
    quint16 port = 0;                 // host byte order

    /// The other end of a listening socket.
    Endpoint() = default;
    Endpoint(const QHostAddress &host, quint16 hostPort, bool isIpv6)
        : port(hostPort)
    {
        if (isIpv6) {
            const Q_IPV6ADDR bytes = host.toIPv6Address();
            std::memcpy(address.data(), &bytes, sizeof(bytes));
        } else {
            address[0] = htonl(host.toIPv4Address());
        }
    }
};

/// The user of the socket at the other end: one exact question to the kernel (sock_diag(7)), which
/// takes the same time however many connections this computer has. Older kernels report a socket
/// that its program has closed as root's, here and in /proc: it has no inode, and counts as gone.
std::optional<uid_t> askKernel(const Endpoint &peer, const Endpoint &own, bool isIpv6)
{
    const int fd = ::socket(AF_NETLINK, SOCK_RAW | SOCK_CLOEXEC, NETLINK_SOCK_DIAG);
    if (fd < 0)
        return std::nullopt;
    const auto close = qScopeGuard([fd] { ::close(fd); });
    const timeval timeout{1, 0};
    ::setsockopt(fd, SOL_SOCKET, SO_RCVTIMEO, &timeout, sizeof(timeout));

    struct
    {
        nlmsghdr header;
        inet_diag_req_v2 request;
    } message{};
    message.header.nlmsg_len = sizeof(message);
    message.header.nlmsg_type = SOCK_DIAG_BY_FAMILY;
    message.header.nlmsg_flags = NLM_F_REQUEST;
    message.request.sdiag_family = isIpv6 ? AF_INET6 : AF_INET;
    message.request.sdiag_protocol = IPPROTO_TCP;
    message.request.idiag_states = ~0U;
    message.request.id.idiag_sport = htons(peer.port);
    message.request.id.idiag_dport = htons(own.port);
    std::memcpy(message.request.id.idiag_src, peer.address.data(), sizeof(peer.address));
    std::memcpy(message.request.id.idiag_dst, own.address.data(), sizeof(own.address));
    message.request.id.idiag_cookie[0] = INET_DIAG_NOCOOKIE;
    message.request.id.idiag_cookie[1] = INET_DIAG_NOCOOKIE;
    if (::send(fd, &message, sizeof(message), 0) != ssize_t(sizeof(message)))
        return std::nullopt;

    alignas(nlmsghdr) std::array<char, 4096> buffer;
    const ssize_t size = ::recv(fd, buffer.data(), buffer.size(), 0);
    const auto *header = reinterpret_cast<const nlmsghdr *>(buffer.data());
    if (size < ssize_t(NLMSG_LENGTH(sizeof(inet_diag_msg)))
        || header->nlmsg_type != SOCK_DIAG_BY_FAMILY) {
        return std::nullopt;
    }
    inet_diag_msg answer;
    std::memcpy(&answer, buffer.data() + NLMSG_HDRLEN, sizeof(answer));
    return answer.idiag_inode == 0 ? std::nullopt : std::optional<uid_t>(answer.idiag_uid);
}

QByteArray procName(const Endpoint &endpoint, bool isIpv6)
{
    QByteArray name;
    for (int i = 0; i < (isIpv6 ? 4 : 1); ++i)
        name += QByteArray::number(endpoint.address[std::size_t(i)], 16).rightJustified(8, '0');
    return (name + ':' + QByteArray::number(endpoint.port, 16).rightJustified(4, '0')).toUpper();
}

/// The same from `/proc/net/tcp`, for kernels and sandboxes without sock_diag.
std::optional<uid_t> readProc(const Endpoint &peer, const Endpoint &own, bool isIpv6)
{
    QFile file(isIpv6 ? QStringLiteral("/proc/net/tcp6") : QStringLiteral("/proc/net/tcp"));
    if (!file.open(QIODevice::ReadOnly))
        return std::nullopt;
    const QByteArray wanted = ' ' + procName(peer, isIpv6) + ' ' + procName(own, isIpv6) + ' ';
    for (QByteArray line = file.readLine(); !line.isEmpty(); line = file.readLine()) {
        if (!line.contains(wanted))
            continue;
        const QList<QByteArray> fields = line.simplified().split(' ');
        const bool isOrphan = fields.value(9).toULongLong() == 0;
        return isOrphan ? std::nullopt : std::optional<uid_t>(fields.value(7).toUInt());
    }
    return std::nullopt;
}

} // namespace

bool canCheckPeers()
{
    return true;
}

bool isPeerOurs(const QTcpSocket &socket)
{
    const bool isIpv6 = socket.peerAddress().protocol() == QAbstractSocket::IPv6Protocol;
    const Endpoint peer(socket.peerAddress(), socket.peerPort(), isIpv6);
    const Endpoint own(socket.localAddress(), socket.localPort(), isIpv6);
    std::optional<uid_t> uid = askKernel(peer, own, isIpv6);
    // A kernel that reports our own listening socket would report the peer's too, if that still
    // existed. The long list in /proc is for kernels that report nothing.
    if (!uid && !askKernel(own, Endpoint(), isIpv6))
        uid = readProc(peer, own, isIpv6);
    // A peer that has left already may have been any user's.
    return uid && (*uid == ::getuid() || *uid == 0);
}

} // namespace SignIn
