using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace SecretsDashboard.Vault.Storage.Sqlite.Migrations
{
    /// <inheritdoc />
    public partial class Issuers : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<string>(
                name: "IssuerId",
                table: "ServiceCredentials",
                type: "TEXT",
                nullable: true);

            migrationBuilder.AddColumn<bool>(
                name: "ValueUsed",
                table: "ServiceCredentials",
                type: "INTEGER",
                nullable: false,
                defaultValue: true); // Which of two texts a service uses is not known of old: a roll then cuts off neither.

            migrationBuilder.AddColumn<string>(
                name: "IssuerId",
                table: "ApiTokens",
                type: "TEXT",
                nullable: true);

            migrationBuilder.AddColumn<bool>(
                name: "MayIssueLonger",
                table: "ApiTokens",
                type: "INTEGER",
                nullable: false,
                defaultValue: false);

            migrationBuilder.CreateIndex(
                name: "IX_ServiceCredentials_IssuerId",
                table: "ServiceCredentials",
                column: "IssuerId");

            migrationBuilder.CreateIndex(
                name: "IX_ApiTokens_IssuerId",
                table: "ApiTokens",
                column: "IssuerId");

            // The function is defined by this program (SqliteFunctions), because SQLite can't normalise.
            // A row that is normalised already is not written again.
            migrationBuilder.Sql("""
                UPDATE "Secrets" SET "SearchText" = search_form("Name" || char(10) || "Comment")
                WHERE "SearchText" <> search_form("Name" || char(10) || "Comment")
                """);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            // The text that is searched stays: older versions find in it what is ASCII, as before.
            migrationBuilder.DropIndex(
                name: "IX_ServiceCredentials_IssuerId",
                table: "ServiceCredentials");

            migrationBuilder.DropIndex(
                name: "IX_ApiTokens_IssuerId",
                table: "ApiTokens");

            migrationBuilder.DropColumn(
                name: "IssuerId",
                table: "ServiceCredentials");

            migrationBuilder.DropColumn(
                name: "ValueUsed",
                table: "ServiceCredentials");

            migrationBuilder.DropColumn(
                name: "IssuerId",
                table: "ApiTokens");

            migrationBuilder.DropColumn(
                name: "MayIssueLonger",
                table: "ApiTokens");
        }
    }
}
