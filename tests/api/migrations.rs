//! The steps of the database, up and down, and by many at once.

use backend::{
    clock::Clock,
    db::Db,
    seed::{Files, seed},
};
use migrations::{Migrator, MigratorTrait as _};
use sea_orm::{ConnectionTrait as _, Database, DbBackend, Statement};

use crate::support::{Program, TestDatabase, both_databases};

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
