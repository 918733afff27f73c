package dev.lockstep.contracts.inventory;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.DecimalNode;
import com.fasterxml.jackson.databind.node.IntNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.LongNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;

/** One representation for each value, so that equal values are equal wherever they were read. */
final class FactValues {

    private static final BigDecimal INT_MIN = BigDecimal.valueOf(Integer.MIN_VALUE);
    private static final BigDecimal INT_MAX = BigDecimal.valueOf(Integer.MAX_VALUE);
    private static final BigDecimal LONG_MIN = BigDecimal.valueOf(Long.MIN_VALUE);
    private static final BigDecimal LONG_MAX = BigDecimal.valueOf(Long.MAX_VALUE);

    private FactValues() {}

    static JsonNode canonical(JsonNode value) {
        return switch (value.getNodeType()) {
            case NUMBER -> value.isInt() ? value : number(value.decimalValue());
            case ARRAY -> {
                ArrayNode array = JsonNodeFactory.instance.arrayNode(value.size());
                value.forEach(element -> array.add(canonical(element)));
                yield array;
            }
            case OBJECT -> {
                ObjectNode object = JsonNodeFactory.instance.objectNode();
                value.properties().forEach(member -> object.set(member.getKey(), canonical(member.getValue())));
                yield object;
            }
            case STRING, BOOLEAN, NULL, BINARY, MISSING, POJO -> value;
        };
    }

    private static JsonNode number(BigDecimal number) {
        BigDecimal stripped = number.stripTrailingZeros();
        if (stripped.scale() <= 0 && stripped.precision() - stripped.scale() <= 19) {
            if (stripped.compareTo(INT_MIN) >= 0 && stripped.compareTo(INT_MAX) <= 0) {
                return IntNode.valueOf(stripped.intValueExact());
            }
            if (stripped.compareTo(LONG_MIN) >= 0 && stripped.compareTo(LONG_MAX) <= 0) {
                return LongNode.valueOf(stripped.longValueExact());
            }
        }
        return DecimalNode.valueOf(stripped);
    }
}
