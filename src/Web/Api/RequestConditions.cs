namespace SecretsDashboard.Web.Api;

/// <summary>Under which conditions a request is to be done, by the tag of its target. Times are
/// not compared, since no answer says when its target was modified.</summary>
internal sealed class RequestConditions
{
    private readonly EntityTags? _match,
        _noneMatch;

    private RequestConditions(EntityTags? match, EntityTags? noneMatch) => (_match, _noneMatch) = (match, noneMatch);

    /// <summary>The header that is not written as the RFC has it, and can't be ignored for that; null when there is none.</summary>
    /// <param name="isReading">Whether the request only reads.</param>
    public string? Malformed(bool isReading) =>
        _match is { IsMalformed: true } ? "If-Match"
        : !isReading && _noneMatch is { IsMalformed: true } ? "If-None-Match"
        : null;

    /// <summary>Null when the request is unconditional, as nearly all are.</summary>
    public static RequestConditions? Of(HttpRequest request)
    {
        var (match, noneMatch) = (request.Headers.IfMatch, request.Headers.IfNoneMatch);
        return match.Count == 0 && noneMatch.Count == 0 ? null : new RequestConditions(EntityTags.Of(match), EntityTags.Of(noneMatch));
    }

    /// <summary>Whether <c>If-Match</c> forbids to answer or to change. A malformed one does: it was meant to protect something.</summary>
    /// <param name="tag">Of the target as it is; null for one that has no tag.</param>
    public bool MatchFails(string? tag) => _match is { } tags && !tags.HoldsStrong(tag);

    /// <summary>Whether the caller has this state already, or forbids that there is any. A malformed header says neither.</summary>
    /// <inheritdoc cref="MatchFails" path="/param"/>
    public bool NoneMatchFails(string? tag) => _noneMatch is { IsMalformed: false } tags && tags.HoldsWeak(tag);
}
