using System.ComponentModel.DataAnnotations;
using System.Text.Json.Serialization;

namespace SecretsDashboard.Web.Api;

/// <summary>The format of every response of the API.</summary>
/// <param name="Errors">Empty on success.</param>
/// <param name="Messages">Explanations in addition to the errors, for people.</param>
/// <param name="Result">Null on failure.</param>
/// <param name="ResultInfo">Only in responses with a list.</param>
public sealed record ApiResponse<T>(
    bool Success,
    IReadOnlyList<ApiError> Errors,
    IReadOnlyList<ApiMessage> Messages,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.Never)] T? Result,
    ResultInfo? ResultInfo
);

/// <summary>An error.</summary>
/// <param name="Code">1000 or more.</param>
/// <param name="Message">Clients tell errors apart by it: it begins with a stable name.</param>
/// <param name="Source">The position in the body.</param>
public sealed record ApiError([property: Range(1000, int.MaxValue)] int Code, string Message, ErrorSource? Source = null);

/// <param name="Pointer">A JSON pointer such as <c>/0/scopes</c>.</param>
public sealed record ErrorSource(string Pointer);

/// <summary>A message for people.</summary>
public sealed record ApiMessage(int Code, string Message);

/// <summary>The part of a list that a response contains.</summary>
/// <param name="Count">Rows in this response.</param>
/// <param name="TotalCount">Rows on all pages.</param>
public sealed record ResultInfo(int Count, int Page, int PerPage, int TotalCount);
