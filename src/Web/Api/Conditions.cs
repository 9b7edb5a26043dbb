namespace SecretsDashboard.Web.Api;

/// <summary>The addresses from which a token or a credential may be used, in the format of the API.</summary>
internal static class Conditions
{
    // One more address than allowed is read, so that the vault can reject the request.
    private const int MaxAddresses = 50;

    /// <summary>The addresses that the body allows and denies. Unknown members are rejected, because an ignored limit would
    /// be no limit. Some clients write <c>request.ip</c>.</summary>
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

    /// <summary>Null when every address is allowed.</summary>
    public static ApiCondition? Of(IReadOnlyList<string> allowed, IReadOnlyList<string> denied) =>
        allowed.Count + denied.Count == 0 ? null : new(new(ListOrNone(allowed), ListOrNone(denied)));

    private static List<string> Written(ApiObject? addresses, string list) =>
        [.. (addresses?.Texts(list, MaxAddresses) ?? []).Select(a => a ?? "")];

    private static string[]? ListOrNone(IReadOnlyList<string> networks) => networks.Count > 0 ? [.. networks] : null;
}
