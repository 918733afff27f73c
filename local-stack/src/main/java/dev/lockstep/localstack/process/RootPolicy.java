package dev.lockstep.localstack.process;

import java.util.List;

/** Under which identity a program runs that refuses to run as root. */
public enum RootPolicy {
    /** We are not root: nothing to do. */
    NOT_ROOT,
    /** In a user namespace of its own: it keeps root's files and has none of root's powers. */
    USER_NAMESPACE,
    /** As the user "nobody", where user namespaces are forbidden. Its files must belong to that user. */
    NOBODY;

    /** What to put before the command. */
    public List<String> prefix() {
        return switch (this) {
            case NOT_ROOT -> List.of();
            case USER_NAMESPACE -> List.of("unshare", "-U");
            case NOBODY -> List.of("setpriv", "--reuid=65534", "--regid=65534", "--clear-groups", "--");
        };
    }

    /** The policy for the user that runs this process. */
    public static RootPolicy available() {
        if (!"0".equals(Tools.output("id", "-u"))) {
            return NOT_ROOT;
        }
        return Tools.answers("unshare", "-U", "true") ? USER_NAMESPACE : NOBODY;
    }
}
