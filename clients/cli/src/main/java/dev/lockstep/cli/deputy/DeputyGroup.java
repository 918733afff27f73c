package dev.lockstep.cli.deputy;

import picocli.CommandLine.Command;

/** The commands about one deputy. */
@Command(
        name = "deputy",
        description = "Lend your authority as an approver to a deputy while you are away; a second approver agrees.")
public final class DeputyGroup {}
