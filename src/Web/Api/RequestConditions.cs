namespace SecretsDashboard.Web.Api;

/// <summary>The conditions of a request, by the tag of its target. Times are not compared, because no response contains a
/// modification time.</summary>
internal sealed class RequestConditions
{
    private readonly EntityTags? _match,
        _noneMatch;

    private RequestConditions(EntityTags? match, EntityTags? noneMatch) => (_match, _noneMatch) = (match, noneMatch);

    /// <summary>The name of a malformed header that must not be ignored; null when there is none.</summary>
    /// <param name="isReading">Whether the request only reads.</param>
    public string? Malformed(bool isReading) =>
        _match is { IsMalformed: true } ? "If-Match"
        : !isReading && _noneMatch is { IsMalformed: true } ? "If-None-Match"
        : null;

    /// <summary>Null when the request is unconditional, as nearly all are.</summary>
    public static RequestConditions? Of(HttpRequest request)
    {
        var (match, noneMatch) = (request.Headers.IfMatch, request.Headers.IfNoneMatch);
        return match.Count == 0 && noneMatch.Count == 0
            ? null
            : new RequestConditions(EntityTags.Parse(match), EntityTags.Parse(noneMatch));
    }

    /// <summary>Whether <c>If-Match</c> prevents the read or the change. A malformed header does: it was meant to protect
    /// something.</summary>
    /// <param name="tag">The current tag of the target; null for a target without a tag.</param>
    public bool IfMatchFails(string? tag) => _match is { } tags && !tags.MatchesStrong(tag);

    /// <summary>Whether <c>If-None-Match</c> matches: the caller already has this state, or requires that the target
    /// doesn't exist. A malformed header never matches.</summary>
    /// <inheritdoc cref="IfMatchFails" path="/param"/>
    public bool IfNoneMatchFails(string? tag) => _noneMatch is { IsMalformed: false } tags && tags.MatchesWeak(tag);
}
