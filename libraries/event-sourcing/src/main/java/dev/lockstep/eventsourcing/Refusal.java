package dev.lockstep.eventsourcing;

import java.util.Map;
import java.util.regex.Pattern;

/**
 * Why a command was not carried out, as a value.
 *
 * @param type stable name of the rule in kebab case; at the HTTP edge {@code urn:lockstep:problem:<type>}
 * @param detail what was refused, in a sentence for people
 * @param remedy what would make it pass
 * @param context further values that a program may want to read; must be representable as JSON
 */
public record Refusal(String type, String detail, String remedy, Map<String, Object> context) {

    private static final Pattern KEBAB = Pattern.compile("[a-z][a-z0-9]*(-[a-z0-9]+)*");

    public Refusal {
        if (!KEBAB.matcher(type).matches()) {
            throw new IllegalArgumentException("A refusal's type is written in kebab case, not '" + type + "'");
        }
        context = Map.copyOf(context);
    }
}
