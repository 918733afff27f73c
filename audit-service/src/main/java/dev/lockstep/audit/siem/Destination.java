package dev.lockstep.audit.siem;

import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.util.List;

/**
 * Where entries are sent: {@code syslog+tls://HOST[:PORT]} (RFC 5425), {@code https://HOST…}, and without encryption only on this machine
 * {@code syslog+tcp://127.0.0.1:PORT} (RFC 6587) and {@code http://127.0.0.1…}.
 *
 * @param kind how
 * @param address as it was configured
 */
record Destination(Kind kind, URI address) {

    private static final int SYSLOG_TLS_PORT = 6514;

    /** The ways to send. */
    enum Kind {
        SYSLOG_TLS("syslog+tls"),
        SYSLOG_TCP("syslog+tcp"),
        HTTPS("https"),
        HTTP("http");

        private final String scheme;

        Kind(String scheme) {
            this.scheme = scheme;
        }

        boolean isEncrypted() {
            return this == SYSLOG_TLS || this == HTTPS;
        }

        boolean isSyslog() {
            return this == SYSLOG_TLS || this == SYSLOG_TCP;
        }
    }

    /** @throws IllegalArgumentException when it is no destination; it says why */
    static Destination parse(String text) {
        URI address;
        try {
            address = URI.create(text);
        } catch (IllegalArgumentException noAddress) {
            throw new IllegalArgumentException("it is no address", noAddress);
        }
        Kind kind = List.of(Kind.values()).stream()
                .filter(each -> each.scheme.equalsIgnoreCase(address.getScheme()))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(
                        "it begins with syslog+tls, https, or on this machine syslog+tcp or http"));
        if (address.getHost() == null || address.getUserInfo() != null || address.getFragment() != null) {
            throw new IllegalArgumentException("it has a host, and neither an account nor a fragment");
        }
        if (kind.isSyslog() && (!String.valueOf(address.getPath()).isEmpty() || address.getQuery() != null)) {
            throw new IllegalArgumentException("an address of syslog ends with its port");
        }
        if (kind == Kind.SYSLOG_TCP && address.getPort() < 0) {
            throw new IllegalArgumentException("an address of syslog+tcp has a port");
        }
        if (!kind.isEncrypted() && !isThisMachine(address.getHost())) {
            throw new IllegalArgumentException("what leaves this machine is encrypted: syslog+tls or https");
        }
        return new Destination(kind, address);
    }

    /** Addresses only: a name could mean another machine tomorrow. */
    private static boolean isThisMachine(String host) {
        try {
            return host.matches("[0-9.]+|\\[[0-9a-fA-F:]+]")
                    && InetAddress.getByName(host).isLoopbackAddress();
        } catch (UnknownHostException noAddress) {
            return false;
        }
    }

    String host() {
        String host = address.getHost();
        return host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
    }

    int port() {
        return address.getPort() < 0 ? SYSLOG_TLS_PORT : address.getPort();
    }

    /** The address without what may be secret in its query. */
    @Override
    public String toString() {
        String text = address.toString();
        int query = text.indexOf('?');
        return query < 0 ? text : text.substring(0, query);
    }
}
