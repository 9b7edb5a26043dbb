namespace SecretsDashboard.Web.Api;

/// <summary>From where a token or a credential may be used, as the wire has it.</summary>
internal static class Conditions
{
    // More addresses than there may be are not read: there is one more than that then, for the vault to refuse.
    private const int MaxAddresses = 50;

    /// <summary>The addresses that the body allows and denies. A limit that is not
    /// understood would be no limit: a condition holds nothing else.
    /// Some clients write <c>request.ip</c>.</summary>
    public static (List<string> In, List<string> NotIn) Read(ApiObject? body)
    {
        var condition = body?.Inner("condition");
        condition?.RefuseOthers("request_ip", "request.ip");
        if (condition?.Has("request_ip") == true && condition.Has("request.ip"))
        {
            condition.Refuse(
                "condition_invalid",
                "The addresses are given twice, as request_ip and as request.ip. Send only one of them.",
                "request.ip"
            );
        }
        var addresses = condition?.Inner("request_ip") ?? condition?.Inner("request.ip");
        addresses?.RefuseOthers("in", "not_in");
        return (Written(addresses, "in"), Written(addresses, "not_in"));
    }

    /// <summary>Null when it may be used from everywhere.</summary>
    public static ApiCondition? Of(IReadOnlyList<string> allowed, IReadOnlyList<string> denied) =>
        allowed.Count + denied.Count == 0 ? null : new(new(ListOrNone(allowed), ListOrNone(denied)));

    private static List<string> Written(ApiObject? addresses, string list) =>
        [.. (addresses?.Texts(list, MaxAddresses) ?? []).Select(a => a ?? "")];

    private static string[]? ListOrNone(IReadOnlyList<string> networks) => networks.Count > 0 ? [.. networks] : null;
}
