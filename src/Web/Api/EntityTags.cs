using Microsoft.Extensions.Primitives;
using Microsoft.Net.Http.Headers;

namespace SecretsDashboard.Web.Api;

/// <summary>The tags of one conditional header (RFC 9110, 13.1): one, several, weak ones, or <c>*</c>.</summary>
internal sealed class EntityTags
{
    private readonly IList<EntityTagHeaderValue> _tags;

    private EntityTags(StringValues header)
    {
        _tags = EntityTagHeaderValue.TryParseStrictList(header, out var tags) ? tags : [];
        IsAny = _tags is [var only] && only.Equals(EntityTagHeaderValue.Any);
        // The star must be the only tag.
        IsMalformed = _tags.Count == 0 || (!IsAny && _tags.Contains(EntityTagHeaderValue.Any));
    }

    /// <summary>Whether it is <c>*</c>, which any state of the target matches.</summary>
    public bool IsAny { get; }

    public bool IsMalformed { get; }

    /// <summary>The tags without their quotation marks; empty for <c>*</c> and for a malformed header.</summary>
    public IEnumerable<string> Unquoted => IsAny || IsMalformed ? [] : _tags.Select(t => t.Tag.ToString().Trim('"'));

    /// <summary>Parses a header; null when it was not sent.</summary>
    public static EntityTags? Parse(StringValues header) => header.Count == 0 ? null : new EntityTags(header);

    /// <summary>The comparison of <c>If-Match</c>: a weak tag matches nothing.</summary>
    /// <param name="tag">The target's tag, in its quotation marks; null for a target without a tag.</param>
    public bool MatchesStrong(string? tag) => IsAny || Matches(tag, strong: true);

    /// <summary>The comparison of <c>If-None-Match</c>.</summary>
    /// <inheritdoc cref="MatchesStrong" path="/param"/>
    public bool MatchesWeak(string? tag) => IsAny || Matches(tag, strong: false);

    private bool Matches(string? tag, bool strong) =>
        tag is not null && !IsMalformed && new EntityTagHeaderValue(tag) is var current && _tags.Any(t => t.Compare(current, strong));
}
