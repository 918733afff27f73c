package dev.lockstep.audit.siem;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Common Event Format, version 0. In the head a bar and a backslash are escaped, in the extension an equals sign, a backslash and line
 * ends; every other control character and every separator of lines is a space. So no value can begin a field, an event or a line of its own.
 *
 * @param log the log's name
 * @param version of the product
 */
record CefFormat(String log, String version) implements Format {

    private static final int NAME = 512;
    private static final int SHORT = 1_023;
    private static final int LONG = 4_000;

    @Override
    public String of(SiemEvent event) {
        Fields fields = new Fields();
        fields.add("rt", Long.toString(event.entry().time().toEpochMilli()), SHORT);
        fields.add("externalId", Long.toString(event.index()), SHORT);
        fields.add("cat", event.entry().source(), SHORT);
        fields.add("outcome", event.refused() ? "failure" : "success", SHORT);
        fields.add("suser", event.entry().actor(), SHORT);
        var by = event.told().by();
        if (by != null) {
            fields.add("suid", by.subject(), SHORT);
            fields.add("spriv", String.join(",", by.roles()), SHORT);
        }
        fields.labelled("cs1", "cluster", event.entry().cluster());
        fields.labelled("cs2", "organization", event.entry().organization());
        fields.labelled("cs3", "rollout", text(event.entry().rollout()));
        fields.labelled("cs4", "step", event.entry().step());
        fields.labelled("cs5", "leafHash", event.leafHash());
        fields.labelled("cs6", "log", log);
        Instant signedIn = by == null ? null : by.authenticatedAt();
        fields.labelled("deviceCustomDate1", "signedInAt", text(signedIn == null ? null : signedIn.toEpochMilli()));
        fields.add("msg", event.told().what(), SHORT);
        return "CEF:0|Lockstep|Lockstep|%s|%s|%s|%d|%s"
                .formatted(
                        head(version),
                        head(event.entry().type()),
                        head(event.told().kind()),
                        event.weight().cef,
                        fields.text);
    }

    private static @Nullable String text(@Nullable Object value) {
        return value == null ? null : value.toString();
    }

    private static String head(String value) {
        return Plain.line(Plain.first(value, NAME)).replace("\\", "\\\\").replace("|", "\\|");
    }

    /** The extension: names and values, one space between. */
    private static final class Fields {

        private final StringBuilder text = new StringBuilder();

        void labelled(String field, String label, @Nullable String value) {
            if (value != null) {
                add(field + "Label", label, SHORT);
                add(field, value, LONG);
            }
        }

        void add(String field, @Nullable String value, int most) {
            if (value == null || value.isEmpty()) {
                return;
            }
            text.append(text.isEmpty() ? "" : " ").append(field).append('=').append(escaped(Plain.first(value, most)));
        }

        private static String escaped(String value) {
            String lines = value.replace("\\", "\\\\")
                    .replace("=", "\\=")
                    .replace("\r\n", "\\n")
                    .replace("\n", "\\n")
                    .replace("\r", "\\n");
            return Plain.line(lines);
        }
    }
}
