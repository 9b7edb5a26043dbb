using SecretsDashboard.Access;

namespace SecretsDashboard.Web.Rights;

/// <summary>One column of the matrix: a role, a token's level, or a place.</summary>
public sealed record MatrixColumn(string Title, Grounds Ground);
