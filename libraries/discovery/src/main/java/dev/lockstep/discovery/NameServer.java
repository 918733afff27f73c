package dev.lockstep.discovery;

import com.unboundid.ldap.sdk.NameResolver;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.xbill.DNS.ARecord;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.SOARecord;
import org.xbill.DNS.SRVRecord;
import org.xbill.DNS.Section;
import org.xbill.DNS.SimpleResolver;
import org.xbill.DNS.TextParseException;
import org.xbill.DNS.Type;

/** A name server that is asked directly, without a cache and without the resolver of this machine. */
public final class NameServer {

    private static final Pattern ADDRESS = Pattern.compile("[0-9.]+|.*:.*");

    private final InetSocketAddress address;
    private final Duration patience;

    public NameServer(InetSocketAddress address, Duration patience) {
        this.address = address;
        this.patience = patience;
    }

    /** Where a service is offered. */
    record Offer(String host, int port) {}

    /** How it is shown in messages and as a source. */
    String source() {
        return "dns %s:%d".formatted(address.getHostString(), address.getPort());
    }

    /** The address of a host, or empty when there is no such record. */
    Optional<String> host(String name) throws DiscoveryException {
        return ask(name, Type.A).stream()
                .filter(ARecord.class::isInstance)
                .map(each -> ((ARecord) each).getAddress().getHostAddress())
                .findFirst();
    }

    /** Who offers a service. */
    List<Offer> offers(String service) throws DiscoveryException {
        return ask(service, Type.SRV).stream()
                .filter(SRVRecord.class::isInstance)
                .map(SRVRecord.class::cast)
                .map(each -> new Offer(each.getTarget().toString(true), each.getPort()))
                .toList();
    }

    /** Whether there is a zone of this name. */
    boolean hasZone(String zone) throws DiscoveryException {
        Name wanted = name(zone);
        return ask(zone, Type.SOA).stream()
                .anyMatch(each -> each instanceof SOARecord && each.getName().equals(wanted));
    }

    private List<Record> ask(String name, int type) throws DiscoveryException {
        SimpleResolver resolver = new SimpleResolver(address);
        resolver.setTimeout(patience);
        Message answer;
        try {
            answer = resolver.send(Message.newQuery(Record.newRecord(name(name), type, DClass.IN)));
        } catch (IOException e) {
            throw new DiscoveryException(
                    "The name server %s:%d does not answer: %s."
                            .formatted(address.getHostString(), address.getPort(), e.getMessage()),
                    "Check its address; it answers on UDP and on TCP.");
        }
        return switch (answer.getRcode()) {
            case Rcode.NOERROR -> answer.getSection(Section.ANSWER);
            case Rcode.NXDOMAIN -> List.of();
            default ->
                throw new DiscoveryException(
                        "The name server %s:%d answers %s when asked for %s."
                                .formatted(
                                        address.getHostString(),
                                        address.getPort(),
                                        Rcode.string(answer.getRcode()),
                                        name),
                        "Ask a name server that serves this zone and answers this machine.");
        };
    }

    private static Name name(String text) throws DiscoveryException {
        try {
            return Name.fromString(text, Name.root);
        } catch (TextParseException e) {
            throw new DiscoveryException("'%s' is no name of the name service.".formatted(text), "Correct it.");
        }
    }

    /** Finds hosts for LDAP connections: addresses as they are, names by this server. */
    NameResolver resolver() {
        return new NameResolver() {
            @Override
            public InetAddress getByName(@Nullable String host) throws UnknownHostException {
                if (host == null || ADDRESS.matcher(host).matches()) {
                    return InetAddress.getByName(host);
                }
                try {
                    String found = host(host)
                            .orElseThrow(() -> new UnknownHostException("the name server has no address of " + host));
                    return InetAddress.getByName(found);
                } catch (DiscoveryException e) {
                    throw new UnknownHostException(e.sentence());
                }
            }

            @Override
            public InetAddress[] getAllByName(@Nullable String host) throws UnknownHostException {
                return new InetAddress[] {getByName(host)};
            }

            @Override
            public void toString(StringBuilder buffer) {
                buffer.append("NameServer[").append(address).append(']');
            }
        };
    }
}
