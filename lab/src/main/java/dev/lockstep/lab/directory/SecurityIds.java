package dev.lockstep.lab.directory;

import dev.lockstep.lab.world.Directory;
import dev.lockstep.lab.world.Domain;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * The security identifiers of the directory, written {@code S-1-5-21-…} [MS-DTYP 2.4.2]. They follow from the names, so that every
 * controller shows the same ones; the groups that come with a domain have the numbers that they have everywhere.
 */
final class SecurityIds {
    static final String ATTRIBUTE = "objectSid";
    static final String EVERYONE = "S-1-1-0";
    static final String AUTHENTICATED_USERS = "S-1-5-11";
    static final String LOCAL_SYSTEM = "S-1-5-18";

    private static final int FIRST_FREE = 1_000;
    private static final int HEAD = 8;
    private static final Map<String, Integer> WITH_EVERY_DOMAIN =
            Map.of("domain admins", 512, "schema admins", 518, "enterprise admins", 519);

    private SecurityIds() {}

    /** That of a domain, by its DNS name. */
    static String ofDomain(String domain) {
        ByteBuffer digest = digest(domain);
        return "S-1-5-21-%s-%s-%s".formatted(number(digest), number(digest), number(digest));
    }

    private static String number(ByteBuffer digest) {
        return Integer.toUnsignedString(digest.getInt());
    }

    /** That of a group or user, as {@code DOMAIN\name}; a domain that the directory does not hold has one all the same. */
    static String ofPrincipal(Directory directory, String name) {
        int backslash = name.indexOf('\\');
        String domain = name.substring(0, Math.max(backslash, 0));
        return below(directory.domain(domain).map(Domain::name).orElse(domain), name.substring(backslash + 1));
    }

    /** That of something in a domain, by the domain's DNS name and its own name. */
    static String below(String domain, String own) {
        int number = WITH_EVERY_DOMAIN.getOrDefault(
                own.toLowerCase(Locale.ROOT), FIRST_FREE + (digest(own).getInt() >>> 2));
        return ofDomain(domain) + "-" + number;
    }

    /** As a directory holds it. */
    static byte[] bytes(String identifier) {
        List<String> parts = List.of(identifier.split("-", -1));
        List<String> numbers = parts.subList(3, parts.size());
        ByteBuffer bytes =
                ByteBuffer.allocate(HEAD + Integer.BYTES * numbers.size()).order(ByteOrder.BIG_ENDIAN);
        // The authority has 48 bits; revision and length stand in the two bytes before.
        bytes.putLong(Long.decode(parts.get(2)));
        bytes.put(0, (byte) 1).put(1, (byte) numbers.size()).order(ByteOrder.LITTLE_ENDIAN);
        numbers.forEach(each -> bytes.putInt(Integer.parseUnsignedInt(each)));
        return bytes.array();
    }

    private static ByteBuffer digest(String text) {
        try {
            return ByteBuffer.wrap(MessageDigest.getInstance("SHA-256")
                    .digest(text.toLowerCase(Locale.ROOT).getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
