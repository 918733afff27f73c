package dev.lockstep.discovery.security;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstep.discovery.security.AccessEntry.Effect;
import dev.lockstep.lab.directory.AccessList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.From;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.Size;

/** What the lab writes is read again as it was; whatever else is read, it is answered. */
class DescriptorPropertiesTest {

    @Provide
    Arbitrary<Sid> sids() {
        return Combinators.combine(
                        Arbitraries.longs().between(0, (1L << 48) - 1),
                        Arbitraries.longs().between(0, (1L << 32) - 1).list().ofMaxSize(15))
                .as(Sid::new);
    }

    private static Arbitrary<Optional<UUID>> ids() {
        return Combinators.combine(Arbitraries.longs(), Arbitraries.longs())
                .as(UUID::new)
                .optional(0.7);
    }

    @Provide
    Arbitrary<AccessEntry> entries() {
        return Combinators.combine(
                        Arbitraries.of(Effect.class),
                        Arbitraries.integers().between(0, 0xFF),
                        Arbitraries.integers(),
                        ids(),
                        ids(),
                        sids())
                .as((effect, flags, mask, objectType, inheritedObjectType, holder) -> new AccessEntry(
                        effect, flags, mask, objectType.orElse(null), inheritedObjectType.orElse(null), holder));
    }

    private static AccessList written(List<AccessEntry> entries) {
        return new AccessList(entries.stream()
                .map(each -> new AccessList.Entry(
                        kind(each),
                        each.flags(),
                        each.mask(),
                        each.objectType(),
                        each.inheritedObjectType(),
                        each.holder().toString()))
                .toList());
    }

    private static AccessList.Kind kind(AccessEntry entry) {
        boolean plain = entry.objectType() == null && entry.inheritedObjectType() == null;
        return switch (entry.effect()) {
            case ALLOW -> plain ? AccessList.Kind.ALLOW : AccessList.Kind.ALLOW_OBJECT;
            case DENY -> plain ? AccessList.Kind.DENY : AccessList.Kind.DENY_OBJECT;
        };
    }

    @Property
    void whatIsWrittenIsRead(@ForAll @Size(max = 60) List<@From("entries") AccessEntry> entries) {
        assertThat(Descriptor.read(written(entries).descriptor())).isEqualTo(new Descriptor.Listed(entries));
    }

    @Property
    void anIdentifierIsReadAsItIsWritten(@ForAll("sids") Sid sid) {
        assertThat(Sid.of(sid.bytes())).contains(sid);
    }

    @Property(tries = 3_000)
    void anyBytesAreAnswered(@ForAll @Size(max = 400) byte[] bytes) {
        assertThat(Descriptor.read(bytes)).isNotNull();
        assertThat(Sid.of(bytes)).isNotNull();
    }

    @Property(tries = 3_000)
    void aDescriptorWithChangedBytesIsAnswered(
            @ForAll @Size(min = 1, max = 5) List<@From("entries") AccessEntry> entries,
            @ForAll @Size(min = 1, max = 8) List<Integer> places,
            @ForAll byte value) {
        byte[] bytes = written(entries).descriptor();
        for (int each : places) {
            bytes[Math.floorMod(each, bytes.length)] = value;
        }

        Descriptor read = Descriptor.read(bytes);

        if (read instanceof Descriptor.Listed listed) {
            assertThat(Delegations.of(listed.entries(), Map.of("AG", listed.entries())))
                    .isNotNull();
        }
    }
}
