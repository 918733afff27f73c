package dev.lockstep.lab.directory;

import com.unboundid.asn1.ASN1Exception;
import com.unboundid.asn1.ASN1Integer;
import com.unboundid.asn1.ASN1OctetString;
import com.unboundid.asn1.ASN1Sequence;
import com.unboundid.ldap.listener.interceptor.InMemoryInterceptedSearchEntry;
import com.unboundid.ldap.listener.interceptor.InMemoryInterceptedSearchRequest;
import com.unboundid.ldap.listener.interceptor.InMemoryOperationInterceptor;
import com.unboundid.ldap.sdk.Control;
import com.unboundid.ldap.sdk.Entry;
import com.unboundid.ldap.sdk.LDAPException;
import com.unboundid.ldap.sdk.ResultCode;
import com.unboundid.ldap.sdk.SearchRequest;
import java.util.ArrayList;
import java.util.List;

/**
 * Shows the security descriptor of an object as a domain controller does [MS-ADTS 3.1.1.3.4.1.11]: only when it is asked for by name, or
 * all attributes are asked for with the control, and only when the control leaves out the part that is for auditors; to
 * ask without the control is to ask for all parts. The account of the lab is none of an auditor.
 */
public final class DescriptorRequests extends InMemoryOperationInterceptor {
    public static final String ATTRIBUTE = "nTSecurityDescriptor";
    public static final String CONTROL = "1.2.840.113556.1.4.801";

    private static final String PARTS = "parts of the descriptor";
    private static final int ACCESS_LIST = 0x4;
    private static final int AUDIT_LIST = 0x8;
    private static final int ALL_PARTS = 0xF;

    @Override
    public void processSearchRequest(InMemoryInterceptedSearchRequest request) throws LDAPException {
        SearchRequest search = request.getRequest().duplicate();
        List<Control> others = new ArrayList<>();
        for (Control each : search.getControlList()) {
            if (each.getOID().equals(CONTROL)) {
                request.setProperty(PARTS, parts(each));
            } else {
                others.add(each);
            }
        }
        // The server underneath does not know the control.
        search.setControls(others);
        request.setRequest(search);
    }

    private static int parts(Control control) throws LDAPException {
        ASN1OctetString value = control.getValue();
        try {
            if (value != null) {
                return ASN1Integer.decodeAsInteger(
                                ASN1Sequence.decodeAsSequence(value.getValue()).elements()[0])
                        .intValue();
            }
        } catch (ASN1Exception | ArrayIndexOutOfBoundsException e) {
            throw new LDAPException(ResultCode.PROTOCOL_ERROR, "the value of the control is not understood", e);
        }
        throw new LDAPException(ResultCode.PROTOCOL_ERROR, "the control has no value");
    }

    @Override
    public void processSearchEntry(InMemoryInterceptedSearchEntry found) {
        List<String> asked = found.getRequest().getAttributeList();
        Object told = found.getProperty(PARTS);
        int parts = told instanceof Integer flags ? flags : ALL_PARTS;
        boolean named = asked.stream().anyMatch(ATTRIBUTE::equalsIgnoreCase);
        boolean all = asked.isEmpty() || asked.contains("*");
        boolean readable = (parts & ACCESS_LIST) != 0 && (parts & AUDIT_LIST) == 0;
        boolean wanted = named || (all && told != null);
        Entry shown = found.getSearchEntry();
        if (shown != null && !(readable && wanted)) {
            Entry without = shown.duplicate();
            without.removeAttribute(ATTRIBUTE);
            found.setSearchEntry(without);
        }
    }
}
