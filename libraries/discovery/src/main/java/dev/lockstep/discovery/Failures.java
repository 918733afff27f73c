package dev.lockstep.discovery;

import com.unboundid.ldap.sdk.LDAPException;
import com.unboundid.ldap.sdk.ResultCode;
import java.util.Arrays;
import java.util.Locale;
import javax.net.ssl.SSLException;

/** What went wrong between here and a domain controller, and what to do about it. */
final class Failures {

    private Failures() {}

    static DiscoveryException of(LDAPException e, String where) {
        ResultCode code = e.getResultCode();
        if (isTrust(e)) {
            return new DiscoveryException(
                    "The certificate of %s is not believed: %s.".formatted(where, said(e)),
                    "Give the file of the certificate authority that signed it, and the name that stands in it.");
        }
        if (code.equals(ResultCode.CONNECT_ERROR)) {
            return new DiscoveryException(
                    "%s cannot be reached: %s.".formatted(where, said(e)),
                    "Check the name, the port and the way there.");
        }
        if (code.equals(ResultCode.SERVER_DOWN) || code.equals(ResultCode.TIMEOUT)) {
            return new DiscoveryException(
                    "%s does not answer: %s.".formatted(where, said(e)), "Try again, or name another controller.");
        }
        if (code.equals(ResultCode.INVALID_CREDENTIALS)) {
            return new DiscoveryException(
                    "%s does not accept the account or its password.".formatted(where),
                    "Check both; a locked or expired account is refused in the same way.");
        }
        if (code.equals(ResultCode.REFERRAL)) {
            return new DiscoveryException(
                    "%s does not hold this and refers to %s."
                            .formatted(where, String.join(", ", Arrays.asList(e.getReferralURLs()))),
                    "Name a domain controller of that domain.");
        }
        if (code.equals(ResultCode.SIZE_LIMIT_EXCEEDED) || code.equals(ResultCode.ADMIN_LIMIT_EXCEEDED)) {
            return new DiscoveryException(
                    "%s gives no more entries: its limit is reached, and a part would be taken for the whole."
                            .formatted(where),
                    "Ask for smaller pages, or raise MaxPageSize in the controller's query policy.");
        }
        if (code.equals(ResultCode.INSUFFICIENT_ACCESS_RIGHTS)
                || code.equals(ResultCode.OPERATIONS_ERROR)
                || code.equals(ResultCode.AUTHORIZATION_DENIED)) {
            return new DiscoveryException(
                    "%s does not let this account read: %s.".formatted(where, said(e)), "Name an account that may.");
        }
        return new DiscoveryException(
                "%s answered '%s': %s.".formatted(where, code.getName(), said(e)), "See the controller's event log.");
    }

    private static boolean isTrust(LDAPException e) {
        for (Throwable cause = e; cause != null; cause = cause.getCause()) {
            if (cause instanceof SSLException) {
                return true;
            }
        }
        String text = said(e).toLowerCase(Locale.ROOT);
        return text.contains("certificate") || text.contains("sslhandshake");
    }

    private static String said(LDAPException e) {
        String text = e.getDiagnosticMessage() == null ? String.valueOf(e.getMessage()) : e.getDiagnosticMessage();
        return text.strip().replaceAll("\\.+$", "");
    }
}
