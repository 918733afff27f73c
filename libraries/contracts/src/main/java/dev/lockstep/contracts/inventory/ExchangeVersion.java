package dev.lockstep.contracts.inventory;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The version of an Exchange server as its object in the directory tells it (catalogue §3.1, §3.7).
 *
 * @param product as the facts dictionary names it
 * @param build major, minor and build number, for example {@code 6.5.7226}
 */
public record ExchangeVersion(String product, String build) {

    private static final Pattern SERIAL_NUMBER =
            Pattern.compile("Version (\\d+\\.\\d+) \\(Build (\\d+)(?:\\.\\d+)?(?::[^)]*)?\\)");

    /** Reads {@code Version 6.5 (Build 7226.6: Service Pack 1)}; empty when it has another form or is of no known product. */
    public static Optional<ExchangeVersion> ofSerialNumber(String serialNumber) {
        Matcher matcher = SERIAL_NUMBER.matcher(serialNumber);
        if (!matcher.matches()) {
            return Optional.empty();
        }
        String version = matcher.group(1);
        return product(version).map(product -> new ExchangeVersion(product, version + "." + matcher.group(2)));
    }

    private static Optional<String> product(String version) {
        return switch (version) {
            case "5.5" -> Optional.of("EXCHANGE_55");
            case "6.0" -> Optional.of("EXCHANGE_2000");
            case "6.5" -> Optional.of("EXCHANGE_2003");
            default -> Optional.empty();
        };
    }
}
