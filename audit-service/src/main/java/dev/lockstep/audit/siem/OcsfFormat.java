package dev.lockstep.audit.siem;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.lockstep.contracts.Authority;
import org.jspecify.annotations.Nullable;

/**
 * Open Cybersecurity Schema Framework, version 1.3.0: each entry is an event of the class Entity Management (3004) whose activity is another than
 * those that the schema names, and is named itself. The entity is what the entry's stream is about; what the schema has no place for stands in
 * {@code unmapped}. JSON in ASCII on one line.
 *
 * @param log the log's name
 * @param version of the product
 */
record OcsfFormat(String log, String version) implements Format {

    private static final String SCHEMA = "1.3.0";
    private static final int CATEGORY = 3;
    private static final int CLASS = 3004;
    private static final int OTHER_ACTIVITY = 99;
    private static final int TEXT = 4_000;
    private static final JsonMapper JSON =
            JsonMapper.builder().enable(JsonWriteFeature.ESCAPE_NON_ASCII).build();

    @Override
    public String of(SiemEvent event) {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.put("category_uid", CATEGORY);
        json.put("category_name", "Identity & Access Management");
        json.put("class_uid", CLASS);
        json.put("class_name", "Entity Management");
        json.put("activity_id", OTHER_ACTIVITY);
        json.put("activity_name", event.told().kind());
        json.put("type_uid", CLASS * 100L + OTHER_ACTIVITY);
        json.put("severity_id", event.weight().ocsf);
        json.put("severity", event.weight().name);
        json.put("status_id", event.refused() ? 2 : 1);
        json.put("status", event.refused() ? "Failure" : "Success");
        json.put("time", event.entry().time().toEpochMilli());
        json.put("message", Plain.first(event.told().what(), TEXT));
        metadata(event, json.putObject("metadata"));
        actor(event, json.putObject("actor"));
        ObjectNode entity = json.putObject("entity");
        String stream = event.entry().stream();
        entity.put("uid", Plain.first(stream, TEXT));
        entity.put("type", stream.contains("-") ? stream.substring(0, stream.indexOf('-')) : stream);
        unmapped(event, json.putObject("unmapped"));
        try {
            // The one control character that JSON lets through; it can stand within text only.
            return JSON.writeValueAsString(json).replace("\u007f", "\\u007f");
        } catch (JsonProcessingException cannotBe) {
            throw new IllegalStateException(cannotBe);
        }
    }

    private void metadata(SiemEvent event, ObjectNode metadata) {
        metadata.put("version", SCHEMA);
        metadata.put("uid", event.entry().eventId());
        metadata.put("event_code", event.entry().type());
        metadata.put("sequence", event.index());
        metadata.put("log_name", log);
        metadata.put("original_time", event.entry().time().toString());
        ObjectNode product = metadata.putObject("product");
        product.put("name", "Lockstep");
        product.put("vendor_name", "Lockstep");
        product.put("version", version);
    }

    private static void actor(SiemEvent event, ObjectNode actor) {
        Authority by = event.told().by();
        actor.put("app_name", event.entry().source());
        String name = by == null ? event.entry().actor() : by.name();
        if (name != null) {
            ObjectNode user = actor.putObject("user");
            user.put("name", Plain.first(name, TEXT));
            if (by != null) {
                user.put("uid", by.subject());
                var groups = user.putArray("groups");
                by.roles().forEach(role -> groups.addObject().put("name", role).put("type", "role"));
            }
        }
    }

    private static void unmapped(SiemEvent event, ObjectNode unmapped) {
        put(unmapped, "organization", event.entry().organization());
        put(unmapped, "cluster", event.entry().cluster());
        put(unmapped, "rollout", event.entry().rollout());
        put(unmapped, "step", event.entry().step());
        unmapped.put("stream_version", event.entry().streamVersion());
        unmapped.put("leaf_hash", event.leafHash());
    }

    private static void put(ObjectNode json, String name, @Nullable Object value) {
        if (value != null) {
            json.put(name, Plain.first(value.toString(), TEXT));
        }
    }
}
