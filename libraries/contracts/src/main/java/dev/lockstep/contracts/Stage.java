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
    PLAN("PLAN", "the design on paper"),
    /** The Windows cluster is built; nothing of Exchange exists. */
    CLUS("CLUS", "the Windows cluster is built; nothing of Exchange exists"),
    /** Before ForestPrep. */
    FP("FP", "before ForestPrep"),
    /** Before DomainPrep in one domain. */
    DP("DP", "before DomainPrep in one domain"),
    /** Before Setup on one node. */
    NODE("NODE", "before Setup on one node"),
    /** After Setup on one node. */
    NODE_AFTER("NODE+", "after Setup on one node"),
    /** Before one Exchange virtual server is created. */
    EVS("EVS", "before one Exchange virtual server is created"),
    /** After one Exchange virtual server was created. */
    EVS_AFTER("EVS+", "after one Exchange virtual server was created"),
    /** Before one node is upgraded. */
    UN("UN", "before one node is upgraded"),
    /** After one node was upgraded. */
    UN_AFTER("UN+", "after one node was upgraded"),
    /** Before one Exchange virtual server is upgraded. */
    UE("UE", "before one Exchange virtual server is upgraded"),
    /** After one Exchange virtual server was upgraded. */
    UE_AFTER("UE+", "after one Exchange virtual server was upgraded"),
    /** Sign-off of the whole rollout. */
    END("END", "sign-off of the whole rollout");

    private final String code;
    private final String title;

    Stage(String code, String title) {
        this.code = code;
        this.title = title;
    }

    /** When it is, for people, for example {@code before Setup on one node}. */
    public String title() {
        return title;
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
