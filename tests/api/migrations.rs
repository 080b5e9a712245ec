//! The steps of the database, up and down, and by many at once.

use backend::{
    clock::Clock,
    db::Db,
    seed::{Files, seed},
};
use migrations::{Migrator, MigratorTrait as _};
use sea_orm::{ConnectionTrait as _, Database, DbBackend, Statement};

use crate::support::{Program, TestDatabase, both_databases};

/// A UUID, as SQL writes it: SQLite keeps its bytes.
fn key(database: DbBackend, number: u32) -> String {
    if database == DbBackend::Sqlite {
        format!("X'0198f2a0000070008000{number:012}'")
    } else {
        format!("'0198f2a0-0000-7000-8000-{number:012}'")
    }
}

both_databases! {
    async fn every_step_goes_up_and_down_and_up(database: TestDatabase) {
        let connection = Database::connect(&database.url).await.expect("the database opens");
        for _ in 0..2 {
            Migrator::up(&connection, None).await.expect("up");
            Migrator::down(&connection, None).await.expect("down");
        }
        // One step at a time, each undone and done again on the way.
        for _ in Migrator::migrations() {
            Migrator::up(&connection, Some(1)).await.expect("one up");
            Migrator::down(&connection, Some(1)).await.expect("one down");
            Migrator::up(&connection, Some(1)).await.expect("one up again");
        }
        let db = Db::open(&database.url).await.expect("the database opens");
        seed(&db, &Clock::system(), &Files::default()).await.expect("the data fits");
    }

    async fn invitations_keep_their_accounts_and_links_whether_told_by_blanks_or_by_a_column(database: TestDatabase) {
        let connection = Database::connect(&database.url).await.expect("the database opens");
        let before = Migrator::migrations().iter().position(|step| step.name() == "m20261126_20_invitation").expect("the step is there");
        let before = u32::try_from(before).expect("a few");
        Migrator::up(&connection, Some(before)).await.expect("up to the step before");
        let say = async |statement: &str| connection.execute_unprepared(statement).await.expect("it is done");
        let id = |number| key(connection.get_database_backend(), number);
        let (own, first, second) = (id(1), id(2), id(3));
        for (id, email) in [(&own, "anna@example.org"), (&first, "anna@example.org "), (&second, "anna@example.org  "), (&id(4), "bruno@example.org")] {
            say(&format!("INSERT INTO account (id, email, name, active, demo, created_at) VALUES ({id}, '{email}', 'x', true, false, '2026-11-20 08:00:00+00:00')")).await;
            say(&format!("INSERT INTO account_grant (account_id, role, scope) VALUES ({id}, 'READER', '')")).await;
            say(&format!("INSERT INTO link (id, hash, account_id, purpose, created_at, expires_at) VALUES ({id}, '{email}', {id}, 'INVITATION',
                '2026-11-20 08:00:00+00:00', '2026-11-23 08:00:00+00:00')")).await;
        }
        let rows = async |query: &str| {
            let ask = Statement::from_string(connection.get_database_backend(), query);
            let rows = connection.query_all_raw(ask).await.expect("it answers");
            let mut rows: Vec<String> = rows.iter().map(|row| row.try_get_by_index(0).expect("a text")).collect();
            rows.sort_unstable();
            rows
        };
        let told = "SELECT email || '|' || CASE WHEN elsewhere THEN 'elsewhere' ELSE 'own' END FROM account";
        let all = "SELECT account.email FROM account JOIN account_grant ON account_grant.account_id = account.id JOIN link ON link.account_id = account.id";
        let refused = async |statement: String| connection.execute_unprepared(&statement).await.is_err();
        for _ in 0..2 {
            let blanks = rows(all).await;
            assert_eq!(blanks, ["anna@example.org", "anna@example.org ", "anna@example.org  ", "bruno@example.org"]);
            Migrator::up(&connection, Some(1)).await.expect("the step");
            let [anna, bruno] = ["anna@example.org", "bruno@example.org"];
            assert_eq!(rows(told).await, [&*format!("{anna}|elsewhere"), &format!("{anna}|elsewhere"), &format!("{anna}|own"), &format!("{bruno}|own")]);
            assert_eq!(rows(all).await, [anna, anna, anna, bruno], "with their parts and links");
            // An address has one account still, and what points at accounts points at accounts.
            assert!(refused(format!("UPDATE account SET elsewhere = false WHERE id = {first}")).await);
            assert!(refused(format!("UPDATE account SET email = '{anna}' WHERE email = '{bruno}'")).await);
            assert!(refused(format!("INSERT INTO account_grant (account_id, role, scope) VALUES ({}, 'READER', '')", id(9))).await);
            assert!(refused(format!("DELETE FROM account WHERE id = {own}")).await);
            Migrator::down(&connection, Some(1)).await.expect("and back");
            assert!(refused(format!("UPDATE account SET email = '{anna}' WHERE email = '{bruno}'")).await);
            assert!(refused(format!("DELETE FROM account WHERE id = {own}")).await);
        }
    }

    async fn tasks_that_migrate_and_seed_at_once_take_turns(database: TestDatabase) {
        let each = (0..6).map(|_| async {
            let db = Db::open(&database.url).await?;
            db.migrate().await?;
            seed(&db, &Clock::system(), &Files::default()).await
        });
        let mut changed = Vec::new();
        for done in futures::future::join_all(each).await {
            changed.push(done.expect("each succeeds"));
        }
        changed.sort_unstable();
        assert_eq!(changed, [0, 0, 0, 0, 0, 69], "one loads the figures, the others find them");
    }

    async fn processes_that_migrate_and_seed_at_once_take_turns(database: TestDatabase) {
        let arguments = ["seed", "--log", "error", "--database-url", &database.url];
        let runs = futures::future::join_all((0..4).map(|_| Program::run(&arguments))).await;
        for run in runs {
            assert!(run.status.success(), "{}", String::from_utf8_lossy(&run.stderr));
        }
        let db = Db::open(&database.url).await.expect("the database opens");
        assert_eq!(seed(&db, &Clock::system(), &Files::default()).await.expect("it is whole"), 0);
    }

    async fn a_database_that_is_newer_than_the_program_is_left_alone(database: TestDatabase) {
        let db = Db::open(&database.url).await.expect("the database opens");
        db.migrate().await.expect("it migrates");
        let connection = Database::connect(&database.url).await.expect("the database opens");
        let newer = "INSERT INTO seaql_migrations (version, applied_at) VALUES ('m20990101_01_future', 0)";
        connection.execute_unprepared(newer).await.expect("a later program was here");
        let run = Program::run(&["migrate", "--database-url", &database.url]).await;
        assert!(!run.status.success());
        let said = String::from_utf8_lossy(&run.stderr).into_owned();
        assert!(said.contains("newer than this program") && said.contains("m20990101_01_future"), "{said}");
    }
}

#[tokio::test]
async fn sqlite_is_told_to_keep_what_it_acknowledges() {
    let database = TestDatabase::sqlite();
    let db = Db::open(&database.url).await.expect("the database opens");
    let told = async |pragma: &str| {
        let ask = Statement::from_string(DbBackend::Sqlite, format!("PRAGMA {pragma}"));
        let row = db.read().query_one_raw(ask).await.expect("it answers").expect("a row");
        row.try_get_by_index::<String>(0).or_else(|_| row.try_get_by_index::<i32>(0).map(|number| number.to_string()))
    };
    for (pragma, value) in
        [("journal_mode", "wal"), ("synchronous", "2"), ("foreign_keys", "1"), ("busy_timeout", "5000")]
    {
        assert_eq!(told(pragma).await.expect("a value"), value, "{pragma}");
    }
}
