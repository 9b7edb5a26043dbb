using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace SecretsDashboard.Vault.Storage.Sqlite.Migrations
{
    /// <inheritdoc />
    public partial class AuditTail : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            // The columns of "AuditEntries" without its indexes. It is no part of the model: only the writer's own statements know it.
            migrationBuilder.Sql("""
                CREATE TABLE "AuditTail" (
                    "Id" INTEGER NOT NULL PRIMARY KEY,
                    "Chain" TEXT NOT NULL,
                    "Number" INTEGER NOT NULL,
                    "At" INTEGER NOT NULL,
                    "ActorKind" INTEGER NOT NULL,
                    "ActorId" TEXT NULL,
                    "ActorName" TEXT NULL,
                    "SessionId" TEXT NULL,
                    "Address" TEXT NULL,
                    "Act" TEXT NULL,
                    "TargetKind" TEXT NULL,
                    "TargetId" TEXT NULL,
                    "TargetName" TEXT NULL,
                    "RelatedId" TEXT NULL,
                    "StoreId" TEXT NULL,
                    "Authorization" INTEGER NOT NULL,
                    "AuthorizationReason" TEXT NOT NULL,
                    "Scope" INTEGER NOT NULL,
                    "ScopeReason" TEXT NOT NULL,
                    "Result" INTEGER NOT NULL,
                    "Code" TEXT NULL,
                    "RequestId" TEXT NOT NULL,
                    "Details" TEXT NULL,
                    "Mac" BLOB NOT NULL)
                """);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.Sql("""
                INSERT INTO "AuditEntries" ("Chain", "Number", "At", "ActorKind", "ActorId", "ActorName", "SessionId", "Address", "Act", "TargetKind", "TargetId", "TargetName", "RelatedId", "StoreId",
                    "Authorization", "AuthorizationReason", "Scope", "ScopeReason", "Result", "Code", "RequestId", "Details", "Mac")
                SELECT "Chain", "Number", "At", "ActorKind", "ActorId", "ActorName", "SessionId", "Address", "Act", "TargetKind", "TargetId", "TargetName", "RelatedId", "StoreId",
                    "Authorization", "AuthorizationReason", "Scope", "ScopeReason", "Result", "Code", "RequestId", "Details", "Mac" FROM "AuditTail" ORDER BY "Id"
                """);
            migrationBuilder.Sql("""DROP TABLE "AuditTail" """);
        }
    }
}
