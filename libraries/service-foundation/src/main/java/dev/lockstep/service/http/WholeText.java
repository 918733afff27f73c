package dev.lockstep.service.http;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.deser.std.StdScalarDeserializer;
import com.fasterxml.jackson.databind.deser.std.StringDeserializer;
import com.fasterxml.jackson.databind.module.SimpleModule;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * Text that can be kept, sent and shown as it is. JSON can escape halves of characters and U+0000; neither can be written again, by JSON
 * or by the database. A request with such a text is told where it stands.
 */
public final class WholeText {

    private static final String MISTAKE = "the text has half a character or U+0000 in it";

    private WholeText() {}

    /** Whether a text consists of whole characters, none of which is U+0000. */
    public static boolean is(String text) {
        return text.codePoints()
                .noneMatch(character -> character == 0
                        || (character >= Character.MIN_SURROGATE && character <= Character.MAX_SURROGATE));
    }

    /** Makes a mapper refuse any other text where it reads one. */
    public static SimpleModule module() {
        return new SimpleModule("whole-text").addDeserializer(String.class, new Reading());
    }

    private static final class Reading extends StdScalarDeserializer<String> {

        private static final long serialVersionUID = 1L;

        private Reading() {
            super(String.class);
        }

        @Override
        public @Nullable String deserialize(JsonParser parser, DeserializationContext context) throws IOException {
            String text = StringDeserializer.instance.deserialize(parser, context);
            return text == null || is(text) ? text : context.reportInputMismatch(this, MISTAKE);
        }
    }
}
