package dev.lockstep.cli.validation;

import picocli.CommandLine.Command;

/** The commands about waivers. */
@Command(
        name = "waivers",
        description = "Waivers of recommendations: one person asks, another approves, and they expire.")
public final class WaiverGroup {}
