package dev.lockstep.cli.demo;

import dev.lockstep.cli.platform.StateText;
import dev.lockstep.cli.terminal.Table;
import dev.lockstep.cli.terminal.Terminal;
import dev.lockstep.localstack.platform.PlatformState;

/** What a person needs to look around after the demo. */
final class Accounts {

    private Accounts() {}

    static void print(PlatformState state, Terminal terminal) {
        terminal.print("");
        StateText.print(state, terminal);
        terminal.print("");
        Table accounts = Table.of("DEMO ACCOUNT", "PASSWORD", "MAY");
        accounts.row("coordinator", "demo-coordinator", "plan, request and start rollouts");
        accounts.row("approver", "demo-approver", "approve plans; Exchange Full Administrator of Contoso");
        accounts.row(
                "group-approver",
                "demo-group-approver",
                "the same; Exchange Full Administrator of its First Administrative Group only");
        accounts.row("operator", "demo-operator", "start rollouts and carry attended steps out at site demo");
        accounts.row("lab-operator", "demo-lab-operator", "the same; the lab's robot acts under it");
        accounts.row("auditor", "demo-auditor", "read everything, the history above all");
        accounts.row(
                "inventory-editor",
                "demo-inventory-editor",
                "import and change facts of Contoso; the robot records under it");
        accounts.row("administrator", "demo-administrator", "look after the platform itself");
        terminal.print(accounts);
        terminal.print("");
        terminal.print("In another terminal: ./lockstep clusters --as coordinator");
        terminal.print("                     ./lockstep audit entries --as auditor");
        terminal.print("Ctrl-C ends the demo.");
    }
}
