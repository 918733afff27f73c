package dev.lockstep.cli.audit;

import picocli.CommandLine.Command;

/** The commands about the history. */
@Command(name = "audit", description = "The history that anyone can verify.")
public final class AuditGroup {}
