package dev.lockstep.cli.account;

import dev.lockstep.cli.command.PlatformCommand;
import dev.lockstep.cli.command.Surroundings;
import dev.lockstep.cli.session.Session.Description;
import dev.lockstep.cli.terminal.ExitCode;
import dev.lockstep.contracts.ContractJson;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;

/** Signs in. */
@Command(
        name = "login",
        description = {
            "Sign in.",
            "Without --as you confirm a code in a browser, on any device. With --as NAME the demo account NAME signs in (demo"
                    + " platforms only)."
        })
public final class LoginCommand extends PlatformCommand {

    public LoginCommand(Surroundings surroundings) {
        super(surroundings);
    }

    @Override
    public Integer call() {
        @Nullable String demoAccount = namedAccount();
        Description account = demoAccount == null
                ? session().signInByDevice(terminal()::note)
                : session().signInDemoAccount(demoAccount);
        if (json()) {
            terminal().print(ContractJson.mapper().valueToTree(account));
        } else {
            terminal()
                    .print("Signed in as %s; roles: %s; scopes: %s."
                            .formatted(account.name(), orNone(account.roles()), orNone(account.scopes())));
        }
        return ExitCode.DONE;
    }

    private static String orNone(String list) {
        return list.isEmpty() ? "none" : list;
    }
}
