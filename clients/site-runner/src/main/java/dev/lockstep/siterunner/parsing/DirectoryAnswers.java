package dev.lockstep.siterunner.parsing;

import dev.lockstep.contracts.inventory.DocumentKind;
import dev.lockstep.contracts.inventory.ExchangeVersion;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.naming.InvalidNameException;
import javax.naming.ldap.LdapName;
import javax.naming.ldap.Rdn;

/** What the directory says about Exchange, read with ldifde. */
final class DirectoryAnswers {
    private static final Pattern ADMINISTRATIVE_GROUP =
            Pattern.compile("CN=Servers,CN=((?:[^,\\\\]|\\\\.)+),CN=Administrative Groups,", Pattern.CASE_INSENSITIVE);

    private static final String TCP = "ncacn_ip_tcp:";

    private DirectoryAnswers() {}

    static Observed schema(ToolOutput output, Arguments arguments, Seen seen, String source) throws ParseException {
        return organizationFact(source)
                .number(version(output, "rangeUpper"), "schemaRangeUpper", arguments.text("dc"))
                .observed();
    }

    static Observed organization(ToolOutput output, Arguments arguments, Seen seen, String source)
            throws ParseException {
        return organizationFact(source)
                .number(version(output, "objectVersion"), "orgObjectVersion", arguments.text("dc"))
                .observed();
    }

    static Observed domain(ToolOutput output, Arguments arguments, Seen seen, String source) throws ParseException {
        return organizationFact(source)
                .number(
                        version(output, "objectVersion"),
                        "domains",
                        arguments.text("domain"),
                        "mesoObjectVersion",
                        arguments.text("dc"))
                .observed();
    }

    private static Report organizationFact(String source) {
        return new Report(DocumentKind.ORGANIZATION, source);
    }

    /** The version that the only entry shows; 0 when the object is not there. */
    private static int version(ToolOutput output, String attribute) throws ParseException {
        List<Ldif.Entry> entries = Ldif.parse(output).entries();
        if (entries.size() > 1) {
            throw new ParseException("one entry was expected and " + entries.size() + " came");
        }
        return entries.isEmpty() ? 0 : Numbers.parse(entries.getFirst().attribute(attribute), attribute);
    }

    static Observed groups(ToolOutput output, Arguments arguments, Seen seen, String source) throws ParseException {
        List<String> names = new ArrayList<>();
        for (Ldif.Entry each : Ldif.parse(output).entries()) {
            names.add(name(each));
        }
        return organizationFact(source)
                .texts(names, "domains", arguments.text("domain"), "groups")
                .observed();
    }

    static Observed servers(ToolOutput output, Arguments arguments, Seen seen, String source) throws ParseException {
        Report report = organizationFact(source);
        for (Ldif.Entry each : Ldif.parse(output).entries()) {
            String name = name(each);
            String serialNumber = each.attribute("serialNumber");
            ExchangeVersion version = ExchangeVersion.ofSerialNumber(serialNumber)
                    .orElseThrow(() ->
                            new ParseException("the version is not understood: " + ToolOutput.shown(serialNumber)));
            report.text(version.product(), "servers", name, "product");
            report.text(version.build(), "servers", name, "build");
            report.text(serialNumber, "servers", name, "serialNumber");
            administrativeGroup(each.name()).ifPresent(group -> report.text(group, "servers", name, "ag"));
            domain(each).ifPresent(domain -> report.text(domain, "servers", name, "domain"));
            boolean clustered = seen.networkNames().stream().anyMatch(name::equalsIgnoreCase);
            if (clustered) {
                report.flag(true, "servers", name, "clustered");
            }
        }
        return report.listed("servers").observed();
    }

    /** The name of an entry, which stands in its distinguished name too. */
    private static String name(Ldif.Entry entry) throws ParseException {
        String name = entry.attribute("cn");
        try {
            LdapName distinguished = new LdapName(entry.name());
            Rdn last = distinguished.getRdn(distinguished.size() - 1);
            if (last.getType().equalsIgnoreCase("cn") && name.equals(last.getValue())) {
                return name;
            }
        } catch (InvalidNameException | IndexOutOfBoundsException e) {
            // said below
        }
        throw new ParseException("the entry's name is not that of its distinguished name: " + ToolOutput.shown(name));
    }

    /** What follows the host in the address for TCP. */
    private static Optional<String> domain(Ldif.Entry server) {
        return server.values("networkAddress").stream()
                .filter(address -> address.toLowerCase(Locale.ROOT).startsWith(TCP))
                .map(address -> address.substring(TCP.length()))
                .filter(host -> host.indexOf('.') > 0)
                .map(host -> host.substring(host.indexOf('.') + 1))
                .findFirst();
    }

    private static Optional<String> administrativeGroup(String distinguishedName) {
        Matcher matcher = ADMINISTRATIVE_GROUP.matcher(distinguishedName);
        return matcher.find() ? Optional.of(matcher.group(1).replaceAll("\\\\(.)", "$1")) : Optional.empty();
    }
}
