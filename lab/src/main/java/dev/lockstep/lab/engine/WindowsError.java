package dev.lockstep.lab.engine;

/** The errors of Windows and its cluster service that the lab answers with, by their real numbers. */
public enum WindowsError {
    DUPLICATE_NAME(52, "You were not connected because a duplicate name exists on the network."),
    INVALID_PARAMETER(87, "The parameter is incorrect."),
    WAIT_TIMEOUT(258, "The wait operation timed out."),
    SERVICE_ALREADY_RUNNING(1056, "An instance of the service is already running."),
    SERVICE_DISABLED(
            1058,
            "The service cannot be started, either because it is disabled or because it has no enabled devices"
                    + " associated with it."),
    NO_SUCH_SERVICE(1060, "The specified service does not exist as an installed service."),
    SERVICE_NOT_ACTIVE(1062, "The service has not been started."),
    RPC_UNAVAILABLE(1722, "The RPC server is unavailable."),
    RESOURCE_HAS_DEPENDENTS(
            5001, "The cluster resource cannot be moved to another group because other resources are dependent on it."),
    DEPENDENCY_NOT_FOUND(5002, "The cluster resource dependency cannot be found."),
    ALREADY_DEPENDENT(
            5003,
            "The cluster resource cannot be made dependent on the specified resource because it is already"
                    + " dependent."),
    NODE_NOT_AVAILABLE(5005, "A cluster node is not available for this operation."),
    RESOURCE_NOT_FOUND(5007, "The cluster resource could not be found."),
    OBJECT_ALREADY_EXISTS(5010, "The object already exists."),
    OBJECT_IN_LIST(5011, "The object is already in the list."),
    GROUP_NOT_AVAILABLE(5012, "The cluster group is not available for any new requests."),
    GROUP_NOT_FOUND(5013, "The cluster group could not be found."),
    NOT_RESOURCE_OWNER(
            5015,
            "The operation failed because either the specified cluster node is not the owner of the resource, or"
                    + " the node is not a possible owner of the resource."),
    NOT_GROUP_OWNER(
            5016,
            "The operation failed because either the specified cluster node is not the owner of the group, or the"
                    + " node is not a possible owner of the group."),
    ONLINE_FAILED(5018, "The cluster resource could not be brought online by the resource monitor."),
    RESOURCE_ONLINE(5019, "The operation could not be completed because the cluster resource is online."),
    QUORUM_RESOURCE(
            5020, "The cluster resource could not be deleted or brought offline because it is the quorum resource."),
    INVALID_STATE(5023, "The group or resource is not in the correct state to perform the requested operation."),
    PROPERTIES_STORED(
            5024,
            "The properties were stored but not all changes will take effect until the next time the resource is"
                    + " brought online."),
    CORE_RESOURCE(5026, "The cluster resource could not be deleted since it is a core resource."),
    NODE_NOT_FOUND(5042, "The cluster node could not be found."),
    NETWORK_NOT_FOUND(5045, "The cluster network could not be found."),
    NODE_DOWN(5050, "The cluster node is down."),
    ADDRESS_IN_USE(5057, "The cluster IP address is already in use."),
    NODE_PAUSED(5070, "The cluster node is paused."),
    GROUP_NOT_EMPTY(5086, "The cluster group could not be deleted because it is not empty."),
    TYPE_NOT_FOUND(5078, "The cluster resource type could not be found.");

    private final int code;
    private final String message;

    WindowsError(int code, String message) {
        this.code = code;
        this.message = message;
    }

    public int code() {
        return code;
    }

    public String message() {
        return message;
    }
}
