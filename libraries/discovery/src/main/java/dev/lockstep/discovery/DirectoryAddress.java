package dev.lockstep.discovery;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;

/**
 * Where a domain controller answers.
 *
 * @param encrypted whether the connection is encrypted from its first byte (LDAPS)
 * @param host a name or an address
 * @param port 1 to 65535
 */
public record DirectoryAddress(boolean encrypted, String host, int port) {

    private static final int LDAP = 389;
    private static final int LDAPS = 636;
    private static final int LAST_PORT = 65_535;

    public DirectoryAddress {
        if (host.isEmpty() || port < 1 || port > LAST_PORT) {
            throw new IllegalArgumentException("a domain controller has a host and a port of 1 to 65535");
        }
    }

    /**
     * Reads {@code ldap://host[:port]} or {@code ldaps://host[:port]}; the ports are 389 and 636 unless one is given.
     *
     * @throws IllegalArgumentException when it is anything else, also when it holds an account
     */
    public static DirectoryAddress parse(String url) {
        try {
            URI uri = new URI(url);
            String scheme = uri.getScheme() == null ? "" : uri.getScheme().toLowerCase(Locale.ROOT);
            String host = uri.getHost();
            boolean plain = uri.getRawUserInfo() == null
                    && uri.getRawQuery() == null
                    && uri.getRawFragment() == null
                    && (uri.getRawPath().isEmpty() || uri.getRawPath().equals("/"));
            if (host != null && plain && (scheme.equals("ldap") || scheme.equals("ldaps"))) {
                boolean encrypted = scheme.equals("ldaps");
                int port = uri.getPort() < 0 ? encrypted ? LDAPS : LDAP : uri.getPort();
                return new DirectoryAddress(encrypted, host.replaceAll("^\\[|]$", ""), port);
            }
        } catch (URISyntaxException e) {
            throw new IllegalArgumentException(explanation(url), e);
        }
        throw new IllegalArgumentException(explanation(url));
    }

    private static String explanation(String url) {
        // What was typed may hold a password where none belongs.
        String shown = url.replaceAll("//[^@/]*@", "//…@");
        return "'%s' is not ldap://HOST[:PORT] or ldaps://HOST[:PORT]".formatted(shown);
    }

    /** Another controller that is reached in the same way. */
    DirectoryAddress at(String otherHost, int otherPort) {
        return new DirectoryAddress(encrypted, otherHost, otherPort);
    }

    @Override
    public String toString() {
        String shown = host.contains(":") ? "[" + host + "]" : host;
        return "%s://%s:%d".formatted(encrypted ? "ldaps" : "ldap", shown, port);
    }
}
