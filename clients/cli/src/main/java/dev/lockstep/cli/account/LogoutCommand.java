package dev.lockstep.cli.account;

import dev.lockstep.cli.command.PlatformCommand;
import dev.lockstep.cli.command.Surroundings;
import dev.lockstep.cli.terminal.ExitCode;
import picocli.CommandLine.Command;

/** Signs out. */
@Command(name = "logout", description = "Sign out and forget the tokens.")
public final class LogoutCommand extends PlatformCommand {

    public LogoutCommand(Surroundings surroundings) {
        super(surroundings);
    }

    @Override
    public Integer call() {
        terminal().print(session().signOut().map("Signed out %s."::formatted).orElse("Nobody was signed in."));
        return ExitCode.DONE;
    }
}
