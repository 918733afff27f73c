package dev.lockstep.history.entry;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.IntStream;

/** Events as they come from Kafka. */
public final class SampleEvents {

    public static final String CLUSTER = "contoso:clu01";
    public static final UUID ROLLOUT = UUID.fromString("6f9a7a52-3c0e-4c5a-9a35-0d8c1e6f2b11");

    private SampleEvents() {}

    public static SortedMap<String, String> attributes(String stream, long version) {
        SortedMap<String, String> attributes = new TreeMap<>();
        attributes.put("specversion", "1.0");
        attributes.put(
                "id",
                UUID.nameUUIDFromBytes((stream + version).getBytes(StandardCharsets.UTF_8))
                        .toString());
        attributes.put("source", "/lockstep/orchestration-service");
        attributes.put("type", "lockstep.orchestration.step-begun.v1");
        attributes.put("subject", stream);
        attributes.put("time", "2026-03-01T10:15:30.123456Z");
        attributes.put("datacontenttype", "application/json");
        attributes.put("streamversion", Long.toString(version));
        attributes.put("actor", "orchestration");
        attributes.put("correlationid", "0b7c9a4e-25a7-4b52-8d6b-6f1f1a1f6f01");
        attributes.put("causationid", "0b7c9a4e-25a7-4b52-8d6b-6f1f1a1f6f02");
        attributes.put("partitionkey", CLUSTER);
        return attributes;
    }

    public static CloudEvent event(String stream, long version, String data) {
        return new CloudEvent(attributes(stream, version), data);
    }

    public static CloudEvent event(String stream, long version) {
        return event(
                stream, version, "{\"rollout\":\"%s\",\"step\":\"s%d\",\"attempt\":1}".formatted(ROLLOUT, version));
    }

    public static List<LedgerEntry> entries(String stream, int from, int count) {
        return IntStream.range(from, from + count)
                .mapToObj(version -> LedgerEntry.of(event(stream, version)))
                .toList();
    }
}
