using SecretsDashboard.Access;

namespace SecretsDashboard.Web.RoleMatrix;

/// <summary>A column of the matrix: one ground on which a right can be based.</summary>
public sealed record MatrixColumn(Grounds Ground, string Title);
