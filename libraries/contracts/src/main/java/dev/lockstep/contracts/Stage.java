package dev.lockstep.contracts;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Arrays;
import java.util.stream.Collectors;

/**
 * The moment in a deployment at which requirements are evaluated and procedure steps act. A requirement lists its stages, so its
 * verdict can differ over time.
 */
public enum Stage {
    /** The design on paper. */
    PLAN("PLAN"),
    /** The Windows cluster is built; nothing of Exchange exists. */
    CLUS("CLUS"),
    /** Before ForestPrep. */
    FP("FP"),
    /** Before DomainPrep in one domain. */
    DP("DP"),
    /** Before Setup on one node. */
    NODE("NODE"),
    /** After Setup on one node. */
    NODE_AFTER("NODE+"),
    /** Before one Exchange virtual server is created. */
    EVS("EVS"),
    /** After one Exchange virtual server was created. */
    EVS_AFTER("EVS+"),
    /** Before one node is upgraded. */
    UN("UN"),
    /** After one node was upgraded. */
    UN_AFTER("UN+"),
    /** Before one Exchange virtual server is upgraded. */
    UE("UE"),
    /** After one Exchange virtual server was upgraded. */
    UE_AFTER("UE+"),
    /** Sign-off of the whole rollout. */
    END("END");

    private final String code;

    Stage(String code) {
        this.code = code;
    }

    /** The code that documents, catalogues and APIs use, for example {@code NODE+}. */
    @JsonValue
    public String code() {
        return code;
    }

    /**
     * The stage of a code.
     *
     * @throws IllegalArgumentException when no stage has that code; the message lists the codes there are
     */
    @JsonCreator
    public static Stage of(String code) {
        for (Stage stage : values()) {
            if (stage.code.equals(code)) {
                return stage;
            }
        }
        throw new IllegalArgumentException("no stage '%s'; the stages are %s"
                .formatted(code, Arrays.stream(values()).map(Stage::code).collect(Collectors.joining(", "))));
    }
}
