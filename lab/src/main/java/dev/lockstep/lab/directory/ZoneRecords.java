package dev.lockstep.lab.directory;

import dev.lockstep.lab.world.DataCentre;
import dev.lockstep.lab.world.DomainController;
import dev.lockstep.lab.world.Node;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.function.ToIntFunction;
import org.xbill.DNS.ARecord;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.SOARecord;
import org.xbill.DNS.SRVRecord;
import org.xbill.DNS.Section;
import org.xbill.DNS.TextParseException;

/**
 * The records of the data centre's zones: its host records, its nodes, its domain controllers, which are on this machine, and where
 * they offer LDAP.
 */
public final class ZoneRecords {
    private static final long LIFE_SECONDS = 60;

    private final Supplier<DataCentre> world;
    private final ToIntFunction<String> ldapPort;

    /** @param ldapPort the port of a domain controller for LDAP, by its full name */
    public ZoneRecords(Supplier<DataCentre> world, ToIntFunction<String> ldapPort) {
        this.world = world;
        this.ldapPort = ldapPort;
    }

    /** The answer to a question: refused outside of the zones, and "no such name" is only said of names in them. */
    Message answer(Message question) {
        try {
            DataCentre now = world.get();
            Record asked = question.getQuestion();
            if (zones(now).stream().noneMatch(zone -> asked.getName().subdomain(zone))) {
                return NameService.refusal(question);
            }
            List<Record> named = records(now).stream()
                    .filter(each -> each.getName().equals(asked.getName()))
                    .toList();
            Message answer = NameService.answerTo(question, named.isEmpty() ? Rcode.NXDOMAIN : Rcode.NOERROR);
            named.stream()
                    .filter(each -> each.getType() == asked.getType())
                    .forEach(each -> answer.addRecord(each, Section.ANSWER));
            return answer;
        } catch (TextParseException e) {
            // A name in the data centre is none that the name service knows: its administrator's fault, not the
            // caller's.
            return NameService.answerTo(question, Rcode.SERVFAIL);
        }
    }

    private static List<Name> zones(DataCentre now) throws TextParseException {
        List<Name> zones = new ArrayList<>();
        zones.add(name(now.directory().zone().name()));
        for (var each : now.directory().domains()) {
            zones.add(name(each.name()));
        }
        // A host outside, as that of a namespace that is hosted besides the own, has a zone of its own.
        for (String host : now.directory().zone().records().keySet()) {
            Name name = name(host);
            if (zones.stream().noneMatch(name::subdomain)) {
                zones.add(name);
            }
        }
        return zones;
    }

    private List<Record> records(DataCentre now) throws TextParseException {
        List<Record> records = new ArrayList<>();
        for (Name zone : zones(now)) {
            records.add(new SOARecord(
                    zone, DClass.IN, LIFE_SECONDS, zone, new Name("hostmaster", zone), 1, 900, 600, 86_400, 60));
        }
        for (Map.Entry<String, String> each : now.directory().zone().records().entrySet()) {
            address(each.getKey(), each.getValue(), records);
        }
        for (Node node :
                now.clusters().stream().flatMap(each -> each.nodes().stream()).toList()) {
            if (!node.addresses().isEmpty()) {
                address(node.fqdn(), node.addresses().getFirst(), records);
            }
        }
        for (DomainController each : now.directory().controllers()) {
            address(each.name(), InetAddress.getLoopbackAddress().getHostAddress(), records);
            Name service = name("_ldap._tcp.dc._msdcs." + each.domain());
            records.add(new SRVRecord(
                    service, DClass.IN, LIFE_SECONDS, 0, 100, ldapPort.applyAsInt(each.name()), name(each.name())));
        }
        return records;
    }

    private static void address(String host, String address, List<Record> records) throws TextParseException {
        Name name = name(host);
        if (records.stream()
                .anyMatch(each -> each instanceof ARecord && each.getName().equals(name))) {
            return;
        }
        try {
            records.add(new ARecord(name, DClass.IN, LIFE_SECONDS, InetAddress.getByName(address)));
        } catch (UnknownHostException e) {
            throw new IllegalStateException("not an address: " + address, e);
        }
    }

    private static Name name(String text) throws TextParseException {
        return Name.fromString(text, Name.root);
    }
}
