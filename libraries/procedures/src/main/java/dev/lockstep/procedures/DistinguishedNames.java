package dev.lockstep.procedures;

import java.util.Arrays;
import java.util.stream.Collectors;

/** Names in the directory (RFC 4514). */
public final class DistinguishedNames {

    private DistinguishedNames() {}

    /** The name of a domain, for example {@code DC=corp,DC=contoso,DC=com}. */
    public static String ofDomain(String dnsName) {
        return Arrays.stream(dnsName.split("\\."))
                .map(label -> "DC=" + label.replaceAll("([\\\\,+\"<>;=#])", "\\\\$1"))
                .collect(Collectors.joining(","));
    }
}
