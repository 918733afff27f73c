package dev.lockstep.siterunner.transport;

import java.nio.file.Path;
import java.util.List;

/**
 * Another machine that runs commands.
 *
 * @param host name or address
 * @param port 1 to 65535
 * @param user the account there
 * @param keyFile its private key: RSA or ECDSA, without a passphrase, readable for the runner only
 * @param knownHosts the file of host keys that are believed, in OpenSSH's form
 * @param folders searched for programs there, before the account's own path
 */
public record SshMachine(String host, int port, String user, Path keyFile, Path knownHosts, List<String> folders) {
    private static final int LAST_PORT = 65_535;

    public SshMachine {
        folders = List.copyOf(folders);
        if (host.isBlank() || user.isBlank() || port < 1 || port > LAST_PORT) {
            throw new IllegalArgumentException("a machine has a host, a port of 1 to 65535 and a user");
        }
        if (folders.stream().anyMatch(each -> !each.startsWith("/") || each.contains(":"))) {
            throw new IllegalArgumentException("folders of a machine begin with a slash and hold no colon");
        }
    }

    @Override
    public String toString() {
        return user + "@" + host + ":" + port;
    }
}
