package dev.lockstep.cli.collect;

import dev.lockstep.cli.command.Surroundings;
import dev.lockstep.cli.terminal.CommandFailure;
import dev.lockstep.cli.terminal.ExitCode;
import dev.lockstep.discovery.DirectoryAccess;
import dev.lockstep.discovery.DirectoryAddress;
import dev.lockstep.discovery.NameServer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** How the directory and the name service are reached. A password comes from a file or the environment, never as an argument. */
final class DirectoryOptions {

    static final String PASSWORD = "LOCKSTEP_DIRECTORY_PASSWORD";

    private static final Pattern HOST_AND_PORT = Pattern.compile("(\\[[0-9a-fA-F:.]+]|[^:]+)(?::([0-9]{1,5}))?");
    private static final int DNS = 53;
    private static final int LAST_PORT = 65_535;

    @Option(
            names = "--directory",
            paramLabel = "URL",
            description = {
                "A domain controller: ldaps://HOST[:PORT], or ldap://HOST[:PORT] with StartTLS.",
                "The first one tells about the forest and the organization; may be given again."
            })
    private List<String> directories = List.of();

    @Option(
            names = "--only-these",
            description = "Leave the domain controllers alone that the directory names besides.")
    private boolean onlyThese;

    @Option(
            names = "--user",
            paramLabel = "NAME",
            description = {
                "The account: a distinguished name, NAME@DOMAIN or DOMAIN\\NAME.",
                "Its password stands in --password-file or in LOCKSTEP_DIRECTORY_PASSWORD."
            })
    @Nullable private String user;

    @Option(names = "--password-file", paramLabel = "FILE", description = "The file whose first line is the password.")
    @Nullable private String passwordFile;

    @Option(
            names = "--certificates",
            paramLabel = "FILE",
            description = "PEM file of the certificates to trust (default: those that the JDK trusts).")
    @Nullable private String certificates;

    @Option(
            names = "--plain",
            description = "Do not encrypt connections to ldap:// addresses; only without an account.")
    private boolean plain;

    @Option(
            names = "--dns",
            paramLabel = "HOST[:PORT]",
            description =
                    "A name server: its zone and host records are looked up, and domain controllers are found by it.")
    @Nullable private String dns;

    @Option(
            names = "--timeout",
            paramLabel = "SECONDS",
            defaultValue = "10",
            description = "For each answer (default: 10).")
    private int timeoutSeconds;

    @Option(
            names = "--page-size",
            paramLabel = "N",
            defaultValue = "" + DirectoryAccess.LARGEST_PAGE,
            description = "Entries in a page, at most 1000 (default: 1000).")
    private int pageSize;

    /** Whether the directory is to be read. */
    boolean asked() {
        return !directories.isEmpty();
    }

    DirectoryAccess access(Surroundings surroundings) {
        try {
            return new DirectoryAccess(
                    directories.stream().map(DirectoryAddress::parse).toList(),
                    !onlyThese,
                    !plain,
                    login(surroundings),
                    certificates == null ? null : surroundings.workingFolder().resolve(certificates),
                    timeout(),
                    pageSize);
        } catch (IllegalArgumentException e) {
            throw invalid(capitalized(String.valueOf(e.getMessage())), "See './lockstep collect --help'.");
        }
    }

    private Duration timeout() {
        if (timeoutSeconds < 1 || timeoutSeconds > 600) {
            throw invalid("A timeout is 1 to 600 seconds.", "");
        }
        return Duration.ofSeconds(timeoutSeconds);
    }

    private DirectoryAccess.@Nullable Login login(Surroundings surroundings) {
        if (user == null) {
            return null;
        }
        String password = passwordFile == null
                ? surroundings.environment().getOrDefault(PASSWORD, "")
                : firstLine(surroundings.workingFolder().resolve(passwordFile));
        if (password.isEmpty()) {
            throw invalid(
                    "There is no password for '%s'.".formatted(user),
                    "Give --password-file FILE, or put it into %s.".formatted(PASSWORD));
        }
        return new DirectoryAccess.Login(user, password);
    }

    private static String firstLine(Path file) {
        try {
            return Files.readString(file).lines().findFirst().orElse("");
        } catch (IOException e) {
            throw invalid("The password file '%s' cannot be read.".formatted(file), "Name another file.");
        }
    }

    @Nullable NameServer names() {
        if (dns == null) {
            return null;
        }
        Matcher matcher = HOST_AND_PORT.matcher(dns);
        int port = matcher.matches() && matcher.group(2) != null ? Integer.parseInt(matcher.group(2)) : DNS;
        if (!matcher.matches() || port < 1 || port > LAST_PORT) {
            throw invalid("'%s' is not HOST[:PORT].".formatted(dns), "For example --dns 10.10.0.10.");
        }
        InetSocketAddress address = new InetSocketAddress(matcher.group(1), port);
        if (address.isUnresolved()) {
            throw invalid("There is no host '%s'.".formatted(matcher.group(1)), "Give the name server's address.");
        }
        return new NameServer(address, timeout());
    }

    private static CommandFailure invalid(String sentence, String remedy) {
        return new CommandFailure(ExitCode.INVALID, sentence, remedy);
    }

    private static String capitalized(String text) {
        return text.substring(0, 1).toUpperCase(Locale.ROOT) + text.substring(1) + ".";
    }
}
