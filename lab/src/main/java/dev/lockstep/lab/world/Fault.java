package dev.lockstep.lab.world;

import com.fasterxml.jackson.annotation.JsonIgnore;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Something that goes wrong on purpose, until it is mended. Members that its kind does not speak of are empty or zero.
 *
 * @param id by which it is mended; unique among those that are armed
 * @param kind what goes wrong
 * @param program the program it happens to; empty for any
 * @param arguments texts each of which one of the program's arguments contains, upper and lower case being the same
 * @param node the node it happens on; for a program the one at whose console it is started
 * @param cluster the cluster of the resource; empty for any
 * @param resource the cluster resource it happens to
 * @param controller the domain controller it happens to; empty for all but the one that is written to
 * @param stage where Setup fails
 * @param minutes how far a clock is ahead; negative when it is behind
 * @param count how often it is still to happen; what lasts until it is mended does not count
 */
public record Fault(
        String id,
        Kind kind,
        String program,
        List<String> arguments,
        String node,
        String cluster,
        String resource,
        String controller,
        SetupStage stage,
        int minutes,
        int count) {

    /** Clocks may differ by so many minutes before nobody believes a ticket any more. */
    private static final int TOLERANCE_MINUTES = 5;

    /** What can go wrong. */
    public enum Kind {
        /** A program never answers and does nothing; when the fault is mended it ends with a failure. */
        HANG(Needs.NOTHING, false),
        /** A program does its work and never answers; when the fault is mended it ends with a failure. */
        HANG_AFTER_WORK(Needs.NOTHING, false),
        /** A program does its work, then ends with a failure. */
        FAIL_AFTER_WORK(Needs.NOTHING, false),
        /** A program says that all went well and does nothing. */
        SUCCEED_WITHOUT_WORK(Needs.NOTHING, false),
        /** A program answers with noise. */
        GARBLED_OUTPUT(Needs.NOTHING, false),
        /** A program's answer stops in the middle. */
        TRUNCATED_OUTPUT(Needs.NOTHING, false),
        /** A program answers in another language. */
        FOREIGN_LANGUAGE(Needs.NOTHING, false),
        /** Setup fails on a node at a stage. */
        SETUP_FAILS(Needs.NODE, false),
        /** A node does not come back from a restart; when the fault is mended somebody switches it on. */
        NODE_STAYS_DOWN(Needs.NODE, false),
        /** A resource does not begin to come online, so that its group stays partially online. */
        RESOURCE_STAYS_OFFLINE(Needs.RESOURCE, true),
        /** What one domain controller knows reaches another only when the fault is mended. */
        REPLICATION_STALLS(Needs.NOTHING, true),
        /** The clock of a node is wrong: beyond five minutes its Kerberos tickets are worth nothing. */
        CLOCK_SKEW(Needs.NODE, true);

        private enum Needs {
            NOTHING,
            NODE,
            RESOURCE
        }

        private final Needs needs;
        private final boolean lasts;

        Kind(Needs needs, boolean lasts) {
            this.needs = needs;
            this.lasts = lasts;
        }

        /** Whether it goes on until it is mended, however often it happened. */
        public boolean lasts() {
            return lasts;
        }

        /** Whether it happens to a program that is started. */
        public boolean ofProgram() {
            return compareTo(SETUP_FAILS) < 0;
        }
    }

    /** How far Setup gets before it fails. */
    public enum SetupStage {
        /** It does not begin. */
        PREREQUISITES,
        /** It has copied files, and installed nothing. */
        COPYING_FILES,
        /** It has installed program files, services and one component, and not the rest. */
        REGISTERING
    }

    public Fault {
        arguments = List.copyOf(arguments);
        if (kind.needs == Kind.Needs.NODE && node.isEmpty()) {
            throw new IllegalArgumentException(kind + " needs the name of a node");
        }
        if (kind.needs == Kind.Needs.RESOURCE && resource.isEmpty()) {
            throw new IllegalArgumentException(kind + " needs the name of a resource");
        }
        if (kind == Kind.CLOCK_SKEW && minutes == 0) {
            throw new IllegalArgumentException(kind + " needs the minutes by which the clock is wrong");
        }
        if (count < 0) {
            throw new IllegalArgumentException("a fault does not happen less than never: " + count);
        }
    }

    /** A fault of programs. */
    public static Fault ofProgram(String id, Kind kind, String program, List<String> arguments, int count) {
        return new Fault(id, kind, program, arguments, "", "", "", "", SetupStage.PREREQUISITES, 0, count);
    }

    /** A fault of a node. */
    public static Fault ofNode(String id, Kind kind, String node, SetupStage stage, int minutes, int count) {
        return new Fault(id, kind, "", List.of(), node, "", "", "", stage, minutes, count);
    }

    /** Whether it is still to happen. */
    @JsonIgnore
    public boolean isPending() {
        return kind.lasts() || count > 0;
    }

    /** Whether a clock is too wrong for Kerberos. */
    @JsonIgnore
    public boolean isBeyondTolerance() {
        return Math.abs(minutes) > TOLERANCE_MINUTES;
    }

    /** After it has happened once more. */
    public Fault struck() {
        return kind.lasts()
                ? this
                : new Fault(
                        id,
                        kind,
                        program,
                        arguments,
                        node,
                        cluster,
                        resource,
                        controller,
                        stage,
                        minutes,
                        Math.max(0, count - 1));
    }

    /** A resource that does not come online. */
    public static Fault ofResource(String id, String cluster, String resource) {
        return new Fault(
                id,
                Kind.RESOURCE_STAYS_OFFLINE,
                "",
                List.of(),
                "",
                cluster,
                resource,
                "",
                SetupStage.PREREQUISITES,
                0,
                1);
    }

    /** Whether it is one of programs that concerns the start of one. */
    public boolean concerns(String name, List<String> given, String console) {
        return kind.ofProgram()
                && (program.isEmpty() || program.equalsIgnoreCase(name))
                && (node.isEmpty() || node.equalsIgnoreCase(console))
                && arguments.stream().allMatch(part -> given.stream().anyMatch(each -> holds(each, part)));
    }

    private static boolean holds(String text, String part) {
        return text.toLowerCase(Locale.ROOT).contains(part.toLowerCase(Locale.ROOT));
    }

    /** Those of a kind that are still to happen, in the order in which they were armed. */
    static List<Fault> pending(List<Fault> armed, Kind kind) {
        List<Fault> pending = new ArrayList<>(armed);
        pending.removeIf(each -> each.kind() != kind || !each.isPending());
        return pending;
    }
}
